using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Dockerfiles;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST058.</summary>
internal sealed partial class QuoteVariableRule() : LintRule("ST058", Severity.Warning, "a variable that may be empty or have blanks stands in quotes")
{
    // Programs that take paths: a word too many or too few is another path. Lists of packages are meant to be split.
    private static readonly HashSet<string> TakesPaths = new(StringComparer.Ordinal)
    {
        "rm", "mv", "cp", "ln", "cd", "chown", "chmod", "mkdir", "rmdir", "touch", "cat", "tar", "unzip", "source", "sh", "bash",
    };

    public override ImmutableArray<string> Aliases => ["SC2086"];

    public override string Why => "The shell splits the value at blanks, expands '*' in it and drops it when it is empty: rm -rf $DIR/* deletes the root when DIR has no value.";

    public override string Bad => "FROM debian:trixie\nARG CACHE\nRUN rm -rf $CACHE/*";

    public override string Good => "FROM debian:trixie\nARG CACHE=/var/cache/app\nRUN rm -rf \"$CACHE\"/*";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        where !run.Run.Command.IsExec
        let text = file.Dockerfile.TextOf(run.Run.Span)
        from command in run.Commands
        where TakesPaths.Contains(command.Program)
        from word in command.Arguments
        from name in Unquoted(file.Dockerfile.TextOf(word.Span))
        let value = Value(stage, name)
        where value is not null && !IsSet(text, name) && (value.Length == 0 || value.AsSpan().IndexOfAny(" \t*?[") >= 0)
        select At(
            file, word.Span,
            value.Length == 0 ? $"'${name}' has no value unless the build gives one, and then '{command.Program}' gets another path" : $"'${name}' is '{value}' here, which '{command.Program}' gets as several words",
            $"write \"${name}\"" + (value.Length == 0 ? $", and \"${{{name}:?}}\" where nothing else makes sense" : ""));

    // Null for a variable that is not declared with ARG or ENV, or whose value comes from elsewhere.
    private static string? Value(LintedStage stage, string name)
    {
        if (name.StartsWith("TARGET", StringComparison.Ordinal) || name.StartsWith("BUILD", StringComparison.Ordinal) || stage.File.Image?.BuildArgs.ContainsKey(name) == true)
        {
            return null;
        }

        if (stage.Variables.TryGetValue(name, out var value))
        {
            return value.Contains('$') ? null : value;
        }

        var declared = stage.Stage.Instructions.OfType<ArgInstruction>().SelectMany(a => a.Declarations).LastOrDefault(d => d.Name == name)?.Default
            ?? stage.File.Dockerfile.GlobalArgs.SelectMany(a => a.Declarations).LastOrDefault(d => d.Name == name)?.Default;
        return declared is not null ? stage.Expand(declared)
            : stage.Stage.Instructions.OfType<ArgInstruction>().Any(a => a.Declarations.Any(d => d.Name == name)) ? ""
            : null;
    }

    // The script itself gives it a value, or ends when it has none.
    private static bool IsSet(string text, string name) =>
        Regex.IsMatch(text, $@"(?:^|[\s;&(]){Regex.Escape(name)}=|\bfor\s+{Regex.Escape(name)}\b|\bread\b[^;\n]*\b{Regex.Escape(name)}\b|\$\{{{Regex.Escape(name)}:?[?=]|set -[a-z]*u|test -n|\[ -n", RegexOptions.CultureInvariant);

    private static IEnumerable<string> Unquoted(string word)
    {
        var inDouble = false;
        for (var at = 0; at < word.Length; at++)
        {
            switch (word[at])
            {
                case '\\':
                    at++;
                    break;
                case '"':
                    inDouble = !inDouble;
                    break;
                case '\'' when !inDouble:
                    at = word.IndexOf('\'', at + 1) is >= 0 and var close ? close : word.Length;
                    break;
                case '$' when !inDouble && Variable().Match(word, at) is { Success: true } match:
                    yield return match.Groups[1].Value;
                    at += match.Length - 1;
                    break;
            }
        }
    }

    [GeneratedRegex(@"\G\$(?:\{(?=\w+\}))?([A-Za-z_]\w*)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
