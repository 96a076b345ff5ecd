using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Engine.BuildKit;

/// <summary>An instruction that BuildKit numbers in its progress.</summary>
/// <param name="Stage">The stage's name as BuildKit shows it; empty in a Dockerfile of one nameless stage.</param>
/// <param name="Index">From 1, among the numbered instructions of the stage without FROM; 0 for FROM.</param>
/// <param name="Count">Numbered instructions of the stage, without FROM.</param>
/// <param name="Line">From 1.</param>
/// <param name="Text">Continuation lines joined, white space collapsed, heredocs left out.</param>
internal sealed record DockerfileStep(string Stage, int Index, int Count, int Line, string Text)
{
    /// <summary>The steps of a Dockerfile; none for one that cannot be read, since BuildKit itself says what is wrong with it.</summary>
    public static ImmutableArray<DockerfileStep> Read(string text)
    {
        Dockerfile dockerfile;
        try
        {
            dockerfile = DockerfileParser.Parse(text, "Dockerfile");
        }
        catch (StrataException)
        {
            return [];
        }

        return
        [
            .. dockerfile.Stages.SelectMany(stage => stage.Instructions.Where(i => i.IsStep).Prepend(stage.From).Select((instruction, index) => new DockerfileStep(
                stage.Name is null && dockerfile.Stages.Length == 1 ? "" : stage.ProgressName,
                index,
                stage.StepCount,
                instruction.Span.StartLine,
                Join(dockerfile.TextOf(instruction.Span), dockerfile.Escape)))),
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

    private static string Join(string instruction, char escape)
    {
        var joined = new List<string>();
        foreach (var line in instruction.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith('#')))
        {
            joined.Add(line.TrimEnd(escape));
            if (!line.EndsWith(escape))
            {
                break;
            }
        }

        return Normalize(string.Join(' ', joined));
    }
}
