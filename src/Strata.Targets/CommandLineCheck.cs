using System.Collections.Immutable;
using Nuke.Common;
using Nuke.Common.Execution;

namespace Strata.Targets;

/// <summary>Holds a command line, and the files of parameters, against the targets and parameters that a build has.</summary>
internal static class CommandLineCheck
{
    private const string Place = "command line";

    /// <exception cref="DefinitionException">A target, parameter or value that the build does not know.</exception>
    public static void Run(Type build, IReadOnlyCollection<ExecutableTarget> targets, IReadOnlyCollection<string> words, IEnumerable<ParametersFile> files)
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
            else if (current is { } parameter && WrongValue(Place, parameter.Word, parameter.Type, word, "targets stand before parameters") is { } problem)
            {
                problems.Add(problem);
            }
        }

        // Nuke says of a wrong value there where in its own code it was found, and goes on without it.
        problems.AddRange(from file in files from value in file.Values from parameter in parameters[value.Key].Take(1) from word in value.Value
            let wrong = WrongValue(file.Path, $"'{parameter.Name}'", parameter.Type, word) where wrong is not null select wrong);

        if (problems.Count > 0)
            throw new DefinitionException(problems.ToImmutable());
    }

    private static Problem UnknownTarget(string name, List<string> targets) =>
        new(Place, $"unknown target '{name}'",
            Spelling.Nearest(name, targets) is { } near ? $"did you mean '{near}'? --help lists all" : "--help lists all targets");

    private static Problem UnknownParameter(string word, IEnumerable<string> parameters) =>
        new(Place, $"unknown parameter '{word}'",
            Spelling.Nearest(word.TrimStart('-'), parameters) is { } near ? $"did you mean '--{near}'? --help lists all" : "--help lists all parameters");

    private static Problem? WrongValue(string place, string parameter, Type type, string value, string? next = null)
    {
        // A parameter that takes none or several values is an array; each word has to be one of its elements.
        var element = type.IsArray ? type.GetElementType()! : type;
        var plain = Nullable.GetUnderlyingType(element) ?? element;
        if (plain.IsEnum && !Enum.GetNames(plain).Contains(value, StringComparer.OrdinalIgnoreCase))
            return new Problem(place, $"{parameter} takes {string.Join(", ", Enum.GetNames(plain))}, not '{value}'", Spelling.Nearest(value, Enum.GetNames(plain)) is { } near ? $"did you mean '{near}'?" : null);
        if (plain == typeof(bool) && !bool.TryParse(value, out _))
            return new Problem(place, $"{parameter} takes true, false or nothing, not '{value}'", next);
        if (plain == typeof(int) && !int.TryParse(value, out _))
            return new Problem(place, $"{parameter} takes a whole number, not '{value}'");
        return null;
    }
}
