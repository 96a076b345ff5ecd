using Spectre.Console;
using Strata.Engine.Running;
using Strata.Targets.Console;

namespace Strata.Targets.Views;

/// <summary>What <c>Verify</c> and <c>VerifyAll</c> show.</summary>
internal static class VerifyView
{
    /// <summary>A result as it comes: one line, and below it what is wrong with the last lines that were printed.</summary>
    public static IEnumerable<string> Lines(VerifyResult result, int width, LineStyle style)
    {
        var head = $"  {style.Name(result.Image.PadRight(width))}  ";
        if (result.Problem is not { } problem)
        {
            yield return head + (result.Outcome == VerifyOutcome.Passed ? style.Good(Word(result)) : style.Faint(Word(result))) + Facts(result);
            yield break;
        }

        yield return head + style.Bad(Word(result)) + $"  {problem.What}";
        foreach (var line in problem.Excerpt?.TrimEnd().Split('\n') ?? [])
        {
            yield return style.Faint("  | ") + line;
        }

        if (problem.Next is { } next)
        {
            yield return style.Name("  next: ") + next;
        }
    }

    /// <summary>A row for each image.</summary>
    public static Table Table(IReadOnlyList<VerifyResult> results)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn("Image").AddColumn("Result").AddColumn("Time").AddColumn("What was seen");
        table.Columns[0].NoWrap();
        table.Columns[1].NoWrap();
        table.Columns[2].NoWrap().RightAligned();
        foreach (var result in results)
        {
            var colour = result.Outcome switch { VerifyOutcome.Passed => "green", VerifyOutcome.Failed => "red", _ => "grey" };
            table.AddRow(
                new Markup(Markup.Escape(result.Image)),
                new Markup($"[{colour}]{Word(result)}[/]"),
                new Markup(result.Duration == TimeSpan.Zero ? "-" : Durations.Format(result.Duration)),
                new Markup(Markup.Escape(result.Problem is { } problem ? problem.What : string.Join(" · ", result.Proofs))));
        }

        return table;
    }

    /// <summary>One object with <c>images</c>, with a line feed at its end.</summary>
    public static string Json(IReadOnlyList<VerifyResult> results) => JsonText.Object(json => json.WriteObjects("images", results, result =>
    {
        json.WriteString("image", result.Image);
        json.WriteString("result", result.Outcome.ToString().ToLowerInvariant());
        json.WriteNumber("seconds", Math.Round(result.Duration.TotalSeconds, 1));
        json.WriteStrings("seen", result.Proofs);
        json.WriteString("problem", result.Problem?.What);
        json.WriteString("output", result.Problem?.Excerpt);
    }));

    private static string Facts(VerifyResult result) => result.Proofs.IsEmpty ? "" : "  " + string.Join(" · ", result.Proofs);

    private static string Word(VerifyResult result) => result.Outcome switch
    {
        VerifyOutcome.Passed => "passed",
        VerifyOutcome.Failed => "failed",
        VerifyOutcome.Unproven => "nothing to verify",
        _ => "not verified",
    };
}
