using System.Reflection;
using Serilog;

namespace Nuke.Common.Parameters;

/// <summary>Finds a parameter's value: command line, environment, parameters files.</summary>
internal static class ParameterValues
{
    public const string Targets = "Target";
    public const string Skip = "Skip";

    private static readonly Lazy<ILookup<string, (string Name, string Value)>> Variables = new(() =>
        EnvironmentInfo.Variables.Select(v => (v.Key, v.Value)).ToLookup(v => Letters(v.Key), StringComparer.OrdinalIgnoreCase));

    private static readonly HashSet<string> Warnings = [];

    /// <summary>The value for a member; null when it is absent.</summary>
    /// <exception cref="UsageException">The value given is none of the type.</exception>
    public static object Get(MemberInfo member, Type type)
    {
        var separator = member.GetCustomAttribute<ParameterAttribute>().Separator;
        var isSecret = member.IsDefined(typeof(SecretAttribute));
        return Get(ParameterNames.Of(member), type, string.IsNullOrEmpty(separator) ? null : separator[0], isSecret);
    }

    /// <summary>The value of a parameter by name; null when it is absent.</summary>
    /// <exception cref="UsageException">The value given is none of the type.</exception>
    public static object Get(string name, Type type, char? separator = null, bool isSecret = false, bool files = true) =>
        FromCommandLine(name, type, separator, isSecret)
        ?? FromEnvironment(name, type, separator, isSecret)
        ?? (files ? FromFiles(name, type, isSecret) : null);

    private static object FromCommandLine(string name, Type type, char? separator, bool isSecret)
    {
        var arguments = EnvironmentInfo.Arguments;
        var values = arguments.ValuesOf(name);
        if (values == null && name == Targets && arguments.Positional is { Length: > 0 } positional)
            values = positional;
        if (values == null)
            return null;

        // Several words that are joined, too, cannot be told apart.
        if (separator is { } s && values.Length > 1)
            values = [.. values.SelectMany(v => v.Split(s))];
        try
        {
            return ParameterType.Convert(ParameterType.Split(values, separator), type, switchValue: true);
        }
        catch (FormatException e)
        {
            var isSwitch = values.Length > 0 && ParameterType.Scalar(type) == typeof(bool);
            var next = isSwitch ? "; it is a switch, and targets stand before all parameters" : "";
            throw new UsageException($"--{ParameterNames.Dashed(name)}: {Reason(e, isSecret)}{next}");
        }
    }

    private static object FromEnvironment(string name, Type type, char? separator, bool isSecret)
    {
        var found = FindVariable(name);
        if (found.Value == null)
            return null;
        try
        {
            return ParameterType.Convert(ParameterType.Split(found.Value, separator), type, switchValue: false);
        }
        catch (FormatException e) when (found.Name.StartsWith("NUKE", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"environment variable {found.Name}: {Reason(e, isSecret)}");
        }
        catch (FormatException e)
        {
            // Without the prefix the variable may well be meant for another program.
            Warn($"environment variable {found.Name}: it is not taken for --{ParameterNames.Dashed(name)}: {Reason(e, isSecret)}");
            return null;
        }
    }

    private static (string Name, string Value) FindVariable(string name)
    {
        if (Environment.GetEnvironmentVariable(name) is { } exact)
            return (name, exact);
        var letters = Letters(name);
        var found = Variables.Value[letters].Concat(Variables.Value["NUKE" + letters]).ToList();
        if (found.Count > 1)
        {
            var names = string.Join(", ", found.Select(v => v.Name));
            Warn($"environment: several variables may mean --{ParameterNames.Dashed(name)}, so none is taken: {names}");
        }

        return found.Count == 1 ? found[0] : default;
    }

    private static object FromFiles(string name, Type type, bool isSecret)
    {
        var (file, values) = ParametersFiles.Instance.Find(name);
        if (values == null)
            return null;
        if (isSecret)
            throw new UsageException(
                $".nuke/{file}: '{name}' is a secret, and secrets are not read from files here; set {ParameterNames.Variable(name)} instead");
        try
        {
            return ParameterType.Convert(values, type, switchValue: true, NukeBuild.RootDirectory);
        }
        catch (FormatException e)
        {
            throw new UsageException($".nuke/{file}: '{name}': {e.Message}");
        }
    }

    /// <summary>Says it once: components ask for a value again and again.</summary>
    private static void Warn(string text)
    {
        if (Warnings.Add(text))
            Log.Warning("{Text}", text);
    }

    private static string Reason(FormatException e, bool isSecret) => isSecret ? "the value (not shown) cannot be read" : e.Message;

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit));
}
