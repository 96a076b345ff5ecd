using System.Net;
using System.Text;
using Nuke.Common.Execution;
using Strata.Engine.Hosts;

namespace Strata.Targets.Views;

/// <summary>What <c>--plan</c> shows: the targets that would run, as text and as a page, and the page of the images beside it.</summary>
internal static class PlanPage
{
    private const string Style =
        """
        :root { color-scheme: light dark; --ink: #1b1f24; --faint: #656d76; --line: #d0d7de; --paper: #ffffff; --hit: #fff8c5; --accent: #0969da; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #9198a1; --line: #30363d; --paper: #0d1117; --hit: #3a2d00; --accent: #58a6ff; } }
        body { font: 14px/1.5 ui-sans-serif, system-ui, "Segoe UI", "DejaVu Sans", sans-serif; max-width: 70rem; margin: 1.5rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper); }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .35rem .8rem; border-bottom: 1px solid var(--line); }
        th, td:first-child, td small { color: var(--faint); }
        td:first-child { text-align: right; }
        td small { display: block; }
        tr:target td { background: var(--hit); }
        a { color: var(--accent); text-decoration: none; }
        """;

    public static void Show(StrataSession session, IReadOnlyCollection<ExecutableTarget> plan)
    {
        var build = session.Build;
        var page = build.TemporaryDirectory / "execution-plan.html";
        var hasImages = plan.Any(t => session.Images.OfTarget(t.Name) is not null);
        if (hasImages)
        {
            GraphView.WritePage(session, session.Graph);
        }

        AtomicFile.WriteAsync(page, Html(plan, hasImages ? GraphView.PageName : null), isPrivate: false, session.Cancellation).GetAwaiter().GetResult();
        DataOutput.Writer.Write(Text(plan));
        DataOutput.Writer.WriteLine($"\nas a page: {Path.GetRelativePath(Environment.CurrentDirectory, page)}");
        Browser.Open(page);
    }

    public static string Text(IReadOnlyCollection<ExecutableTarget> plan)
    {
        var text = new StringBuilder($"\nExecution plan, {plan.Count} {(plan.Count == 1 ? "target" : "targets")}:\n\n");
        var width = plan.Select(t => t.Name.Length).Append(12).Max();
        foreach (var (number, target) in plan.Index())
        {
            var relations = Relations(plan, target).Select(r => $"{r.Words} {string.Join(", ", r.Names)}");
            text.Append($"{number + 1,4}  {target.Name.PadRight(width)}  {string.Join("; ", relations)}".TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    public static string Html(IReadOnlyCollection<ExecutableTarget> plan, string? imagesPage)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Execution plan</title>\n");
        text.Append($"<style>\n{Style.ReplaceLineEndings("\n")}\n</style>\n</head>\n<body>\n<h1>Execution plan</h1>\n");
        text.Append(imagesPage is null ? "" : $"<p><a href=\"{imagesPage}\">The images and what each stands on</a></p>\n");
        text.Append("<table>\n<thead><tr><th></th><th>Target</th><th>Relations</th></tr></thead>\n<tbody>\n");
        foreach (var (number, target) in plan.Index())
        {
            var relations = Relations(plan, target).Select(r => $"{r.Words} {string.Join(", ", r.Names.Select(Link))}");
            text.Append($"<tr id=\"{target.Name}\"><td>{number + 1}</td><td>{target.Name}")
                .Append(string.IsNullOrWhiteSpace(target.Description) ? "" : $"<small>{WebUtility.HtmlEncode(target.Description)}</small>")
                .Append($"</td><td>{string.Join("<br>", relations)}</td></tr>\n");
        }

        return text.Append("</tbody>\n</table>\n</body>\n</html>\n").ToString();
    }

    private static IEnumerable<(string Words, IReadOnlyList<string> Names)> Relations(IReadOnlyCollection<ExecutableTarget> plan, ExecutableTarget target)
    {
        (string, IReadOnlyList<string>)[] all =
        [
            ("depends on", Names(target.ExecutionDependencies)),
            ("runs after", Names(target.OrderDependencies)),
            ("triggered by", Names(target.TriggerDependencies)),
        ];
        return all.Where(r => r.Item2.Count > 0);

        IReadOnlyList<string> Names(IEnumerable<ExecutableTarget> targets) => [.. targets.Where(plan.Contains).Select(t => t.Name).Distinct()];
    }

    private static string Link(string target) => $"<a href=\"#{target}\">{target}</a>";
}
