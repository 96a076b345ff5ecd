using System.Collections.Immutable;
using Nuke.Common;
using Nuke.Common.Execution;

namespace Strata.Targets;

/// <summary>Holds a command line against the targets and parameters that a build has.</summary>
internal static class CommandLineCheck
{
    private const string Place = "command line";

    /// <exception cref="DefinitionException">A target, parameter or value that the build does not know.</exception>
    public static void Run(Type build, IReadOnlyCollection<ExecutableTarget> targets, IEnumerable<string> words)
    {
        var parameters = BuildParameter.All(build).ToLookup(p => p.Name, StringComparer.OrdinalIgnoreCase);
        var targetNames = targets.Select(t => t.Name).ToList();
        var problems = ImmutableArray.CreateBuilder<Problem>();
        (string Word, Type Type)? current = null;
        var isAtTargets = true;

        foreach (var word in words)
        {
            if (word.StartsWith('-') && word.TrimStart('-') is { Length: > 0 } given && !char.IsDigit(given[0]))
            {
                var name = given.Replace("-", "", StringComparison.Ordinal);
                current = parameters[name].FirstOrDefault() is { } known ? (word, known.Type) : null;
                isAtTargets = name.ToUpperInvariant() is "TARGET" or "SKIP";
                if (current is null)
                    problems.Add(UnknownParameter(word, parameters.Select(p => p.First().Dashed)));
            }
            else if (isAtTargets)
            {
                foreach (var name in word.Split('+', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (!targetNames.Contains(name.Replace("-", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase))
                        problems.Add(UnknownTarget(name, targetNames));
                }
            }
            else if (current is { } parameter && WrongValue(parameter.Word, parameter.Type, word) is { } problem)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count > 0)
            throw new DefinitionException(problems.ToImmutable());
    }

    private static Problem UnknownTarget(string name, List<string> targets) =>
        new(Place, $"unknown target '{name}'",
            Spelling.Nearest(name, targets) is { } near ? $"did you mean '{near}'? --help lists all" : "--help lists all targets");

    private static Problem UnknownParameter(string word, IEnumerable<string> parameters) =>
        new(Place, $"unknown parameter '{word}'",
            Spelling.Nearest(word.TrimStart('-'), parameters) is { } near ? $"did you mean '--{near}'? --help lists all" : "--help lists all parameters");

    private static Problem? WrongValue(string parameter, Type type, string value)
    {
        // A parameter that takes none or several values is an array; each word has to be one of its elements.
        var element = type.IsArray ? type.GetElementType()! : type;
        var plain = Nullable.GetUnderlyingType(element) ?? element;
        if (plain.IsEnum && !Enum.GetNames(plain).Contains(value, StringComparer.OrdinalIgnoreCase))
            return new Problem(Place, $"{parameter} takes {string.Join(", ", Enum.GetNames(plain))}, not '{value}'");
        if (plain == typeof(bool) && !bool.TryParse(value, out _))
            return new Problem(Place, $"{parameter} takes true, false or nothing, not '{value}'", "targets stand before parameters");
        if (plain == typeof(int) && !int.TryParse(value, out _))
            return new Problem(Place, $"{parameter} takes a whole number, not '{value}'");
        return null;
    }
}
