using Strata.Oci;

namespace Strata.Dockerfiles;

/// <summary>The arguments that FROM can use: BuildKit's own, and those declared before the first FROM.</summary>
internal sealed class GlobalScope
{
    private readonly Dictionary<string, string> _values;
    private readonly char _escape;

    private GlobalScope(Dictionary<string, string> values, char escape)
    {
        _values = values;
        _escape = escape;
    }

    /// <summary>Gives each declared argument its build argument, else its expanded default.</summary>
    public static GlobalScope Create(
        Dockerfile file, IReadOnlyDictionary<string, string> buildArgs, Platform platform, string? target, ICollection<Problem> problems)
    {
        var values = Predefined(platform, target ?? file.Stages[^1].Name ?? "default");
        foreach (var name in values.Keys.ToArray())
        {
            values[name] = buildArgs.GetValueOrDefault(name, values[name]);
        }

        var scope = new GlobalScope(values, file.Escape);
        foreach (var declared in file.GlobalArgs.SelectMany(a => a.Declarations))
        {
            try
            {
                if (buildArgs.GetValueOrDefault(declared.Name) is { } given)
                {
                    values[declared.Name] = given;
                }
                else if (declared.Default is not null)
                {
                    values[declared.Name] = scope.Expand(declared.Default).Text;
                }
            }
            catch (ShellSyntaxException e)
            {
                problems.Add(file.ProblemAt(declared.Span, $"ARG '{declared.Name}': {e.Message}"));
            }
        }

        return scope;
    }

    /// <summary>An argument's value; null when it has none.</summary>
    public string? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>Expands a word; says which variables had no value.</summary>
    /// <exception cref="ShellSyntaxException">The word cannot be read.</exception>
    public (string Text, IReadOnlyList<string> Unset) Expand(string word)
    {
        List<string> unset = [];
        var text = ShellLexer.Expand(word, _escape, name =>
        {
            var value = _values.GetValueOrDefault(name);
            if (value is null && !unset.Contains(name))
            {
                unset.Add(name);
            }

            return value;
        });
        return (text, unset);
    }

    private static Dictionary<string, string> Predefined(Platform platform, string target)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["TARGETSTAGE"] = target };
        foreach (var prefix in (string[])["BUILD", "TARGET"])
        {
            values[prefix + "PLATFORM"] = platform.ToString();
            values[prefix + "OS"] = platform.Os;
            values[prefix + "OSVERSION"] = "";
            values[prefix + "ARCH"] = platform.Architecture;
            values[prefix + "VARIANT"] = platform.Variant;
        }

        return values;
    }
}
