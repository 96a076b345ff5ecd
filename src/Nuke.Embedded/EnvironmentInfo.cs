using System.Collections;
using System.Collections.ObjectModel;
using Nuke.Common.IO;
using Nuke.Common.Parameters;

namespace Nuke.Common;

/// <summary>Facts about this process.</summary>
public static class EnvironmentInfo
{
    internal static ArgumentParser Arguments { get; } = new(Environment.GetCommandLineArgs().Skip(1));

    /// <summary>The line break of this machine.</summary>
    public static string NewLine => Environment.NewLine;

    /// <summary>The name of this machine.</summary>
    public static string MachineName => Environment.MachineName;

    /// <summary>The working directory of this process.</summary>
    public static AbsolutePath WorkingDirectory
    {
        get => Environment.CurrentDirectory;
        set => Environment.CurrentDirectory = value;
    }

    /// <summary>The arguments of this process.</summary>
    public static IReadOnlyCollection<string> CommandLineArguments => Arguments.Words;

    /// <summary>The environment of this process.</summary>
    public static ReadOnlyDictionary<string, string> Variables =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value).AsReadOnly();

    /// <summary>Runs on Windows.</summary>
    public static bool IsWin => OperatingSystem.IsWindows();

    /// <summary>Runs on Linux or macOS.</summary>
    public static bool IsUnix => !IsWin;

    /// <summary>Runs on Linux.</summary>
    public static bool IsLinux => OperatingSystem.IsLinux();

    /// <summary>Runs on macOS.</summary>
    public static bool IsOsx => OperatingSystem.IsMacOS();

    /// <summary>The operating system.</summary>
    public static PlatformFamily Platform =>
        IsLinux ? PlatformFamily.Linux : IsOsx ? PlatformFamily.OSX : IsWin ? PlatformFamily.Windows : PlatformFamily.Unknown;

    /// <summary>Whether an argument is given; dashes and case do not count.</summary>
    public static bool HasArgument(string name) => Arguments.Has(name);

    /// <summary>The value of a named argument; the default when it is absent.</summary>
    public static T GetNamedArgument<T>(string parameterName, char? separator = null) =>
        (T)(Arguments.Named(parameterName, typeof(T), separator) ?? default(T));

    /// <summary>Whether the variable is set.</summary>
    public static bool HasVariable(string name, bool allowEmpty = true) => GetVariable(name) is { } value && (allowEmpty || value.Length > 0);

    /// <summary>The value of a variable; null when it is not set.</summary>
    public static string GetVariable(string name) => Environment.GetEnvironmentVariable(name);

    /// <summary>The converted value of a variable; the default when it is not set.</summary>
    public static T GetVariable<T>(string name, char? separator = null) =>
        GetVariable(name) is { } value
            ? (T)(ParameterType.Convert(ParameterType.Split(value, separator), typeof(T), switchValue: false) ?? default(T))
            : default;

    /// <summary>Sets a variable of this process.</summary>
    public static void SetVariable(string name, string value) => Environment.SetEnvironmentVariable(name, value);
}
