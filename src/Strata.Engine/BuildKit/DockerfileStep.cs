using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Engine.BuildKit;

/// <summary>An instruction that BuildKit numbers in its progress.</summary>
/// <param name="Stage">The stage's name as BuildKit shows it; empty in a Dockerfile of one nameless stage.</param>
/// <param name="Index">From 1, among the numbered instructions of the stage without FROM; 0 for FROM.</param>
/// <param name="Count">Numbered instructions of the stage, without FROM.</param>
/// <param name="Line">From 1.</param>
/// <param name="Text">Continuation lines joined, white space collapsed.</param>
internal sealed partial record DockerfileStep(string Stage, int Index, int Count, int Line, string Text)
{
    /// <summary>The steps of a Dockerfile; tolerant, since BuildKit itself says what is wrong with one.</summary>
    public static ImmutableArray<DockerfileStep> Read(string dockerfile)
    {
        var stages = new List<(string Name, List<(int Line, string Text)> Steps)>();
        foreach (var (line, text) in Instructions(dockerfile))
        {
            var words = text.Split(' ');
            switch (words[0])
            {
                case "FROM":
                    var named = words.Length >= 4 && words[^2].Equals("AS", StringComparison.OrdinalIgnoreCase);
                    stages.Add((named ? words[^1] : "", [(line, text)]));
                    break;
                case "RUN" or "COPY" or "ADD" or "WORKDIR" when stages.Count > 0:
                    stages[^1].Steps.Add((line, text));
                    break;
            }
        }

        return
        [
            .. stages.SelectMany((stage, number) => stage.Steps.Select((step, index) => new DockerfileStep(
                stage.Name is "" && stages.Count > 1 ? $"stage-{number}" : stage.Name, index, stage.Steps.Count - 1, step.Line, step.Text))),
        ];
    }

    /// <summary>White space collapsed and the keyword in capitals, as both sides of a comparison have it.</summary>
    public static string Normalize(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0)
        {
            words[0] = words[0].ToUpperInvariant();
        }

        return string.Join(' ', words);
    }

    private static IEnumerable<(int Line, string Text)> Instructions(string dockerfile)
    {
        var lines = dockerfile.TrimStart('\uFEFF').Split('\n');
        var escape = EscapeDirective().Match(dockerfile) is { Success: true } match ? match.Groups[1].Value[0] : '\\';
        for (var i = 0; i < lines.Length; i++)
        {
            var start = i;
            var text = new StringBuilder();
            for (; i < lines.Length; i++)
            {
                var line = lines[i].Trim();
                if (line.StartsWith('#') || (line.Length == 0 && text.Length > 0))
                {
                    if (text.Length == 0)
                    {
                        break;
                    }

                    continue;
                }

                if (!line.EndsWith(escape))
                {
                    text.Append(line);
                    break;
                }

                text.Append(line, 0, line.Length - 1).Append(' ');
            }

            var instruction = Normalize(text.ToString());
            if (instruction.Length == 0)
            {
                continue;
            }

            yield return (start + 1, instruction);
            if (instruction.Split(' ')[0] is not ("RUN" or "COPY" or "ADD"))
            {
                continue;
            }

            foreach (Match heredoc in Heredoc().Matches(instruction))
            {
                do
                {
                    i++;
                }
                while (i < lines.Length && lines[i].TrimEnd('\r').TrimStart(heredoc.Groups[1].Length > 0 ? '\t' : '\0') != heredoc.Groups[2].Value);
            }
        }
    }

    [GeneratedRegex(@"\A\uFEFF?(?:#\s*\w+\s*=[^\n]*\n)*?#\s*escape\s*=\s*([\\`])", RegexOptions.IgnoreCase)]
    private static partial Regex EscapeDirective();

    [GeneratedRegex(@"(?<![<\w])\d*<<(-?)[""']?([A-Za-z_][\w.]*)[""']?")]
    private static partial Regex Heredoc();
}
