using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Parameters;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    // Found when first asked for, not in a static constructor: an error there would hide behind a TypeInitializationException.
    private static AbsolutePath _rootDirectory;
    private static AbsolutePath _temporaryDirectory;
    private static Host _host;

    /// <summary>The repository root: the nearest directory upward with <c>.nuke</c>, or <c>--root</c>.</summary>
    [Parameter("Root directory during build execution.", Name = "Root")]
    public static AbsolutePath RootDirectory => _rootDirectory ??= FindRootDirectory();

    /// <summary><c>.nuke/temp</c>.</summary>
    public static AbsolutePath TemporaryDirectory => _temporaryDirectory ??= (RootDirectory / ".nuke" / "temp").CreateDirectory();

    /// <summary>The build program; null in tests.</summary>
    public static AbsolutePath BuildAssemblyFile { get; } = FindProgram();

    /// <summary>Where the build program lies.</summary>
    public static AbsolutePath BuildAssemblyDirectory => BuildAssemblyFile?.Parent;

    /// <summary>The build's project; null when there is none above the program.</summary>
    public static AbsolutePath BuildProjectFile => field ??= FindProject();

    /// <summary>Where the build's project lies.</summary>
    public static AbsolutePath BuildProjectDirectory => BuildProjectFile?.Parent;

    /// <summary>How much is logged.</summary>
    [Parameter("Logging verbosity during build execution. Default is 'Normal'.")]
    public static Verbosity Verbosity
    {
        get => (Verbosity)Logging.Level;
        set => Logging.Level = (LogLevel)value;
    }

    /// <summary>Where the build runs.</summary>
    [Parameter("Host for execution, only for compatibility. Default is 'automatic'.")]
    public static Host Host
    {
        get => _host ??= BuildServer.IsRunningBuildServer ? new BuildServer() : new Terminal();
        set => _host = value;
    }

    /// <summary>The profiles whose parameters files are read.</summary>
    [Parameter("Defines the profiles to load.", Name = "Profile")]
    public static string[] LoadedLocalProfiles =>
        field ??= (string[])ParameterValues.Get("Profile", typeof(string[]), files: false) ?? [];

    /// <summary>On a developer's machine.</summary>
    public static bool IsLocalBuild => !IsServerBuild;

    /// <summary>On a build server.</summary>
    public static bool IsServerBuild => Host is IBuildServer;

    private static AbsolutePath FindRootDirectory()
    {
        var values = EnvironmentInfo.Arguments.ValuesOf("Root");
        if (values is { Length: 0 })
            return EnvironmentInfo.WorkingDirectory;
        if (ParameterValues.Get("Root", typeof(AbsolutePath), files: false) is AbsolutePath given)
            return given.DirectoryExists()
                ? given
                : throw new UsageException($"--root: there is no directory '{given}'; name the root of the repository");

        AbsolutePath home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } folder ? folder : null;
        for (var directory = EnvironmentInfo.WorkingDirectory; directory != null && directory != home; directory = directory.Parent)
            if ((directory / ".nuke").DirectoryExists())
                return directory;
        throw new UsageException(
            $"{EnvironmentInfo.WorkingDirectory}: there is no '.nuke' directory here or above; make one in the root of the repository, or pass --root <path>");
    }

    // A program of native code has no assembly that lies anywhere.
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Asked only where there is a runtime.")]
    private static AbsolutePath FindProgram() =>
        !RuntimeFeature.IsDynamicCodeSupported ? Environment.ProcessPath
        : Assembly.GetEntryAssembly() is { Location: { Length: > 0 } location } ? location : null;

    private static AbsolutePath FindProject()
    {
        for (var directory = BuildAssemblyDirectory; directory != null; directory = directory.Parent)
            if (Directory.EnumerateFiles(directory, "*.csproj").Order().FirstOrDefault() is { } project)
                return project;
        return null;
    }
}
