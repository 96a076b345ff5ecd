using System.Net;
using System.Text;

namespace Nuke.Common.Execution;

/// <summary>The execution plan as a page that needs nothing from the network.</summary>
internal static class PlanPage
{
    private const string Head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Execution plan</title>
        <style>
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .8rem; border-bottom: 1px solid #d0d7de; }
        td:first-child { color: #656d76; text-align: right; }
        td small { color: #656d76; }
        tr:target { background: #fff8c5; }
        a { color: #0969da; text-decoration: none; }
        @media (prefers-color-scheme: dark) {
          body { color: #e6edf3; background: #0d1117; } th, td { border-color: #30363d; } tr:target { background: #3a2d00; } a { color: #58a6ff; }
        }
        </style>
        </head>
        <body>
        <h1>Execution plan</h1>
        <table>
        <tr><th></th><th>Target</th><th>Depends on</th><th>Runs after</th><th>Triggered by</th></tr>

        """;

    public static string Of(IReadOnlyCollection<ExecutableTarget> plan)
    {
        var page = new StringBuilder(Head);
        var number = 0;
        foreach (var target in plan)
        {
            var description = string.IsNullOrWhiteSpace(target.Description)
                ? ""
                : $"<br><small>{WebUtility.HtmlEncode(target.Description)}</small>";
            page.Append($"<tr id=\"{target.Name}\"><td>{++number}</td><td>{target.Name}{description}</td>")
                .Append($"<td>{Links(target.ExecutionDependencies)}</td>")
                .Append($"<td>{Links(target.OrderDependencies.Where(plan.Contains))}</td>")
                .Append($"<td>{Links(target.TriggerDependencies.Where(plan.Contains))}</td></tr>\n");
        }

        return page.Append("</table>\n</body>\n</html>\n").ToString();
    }

    private static string Links(IEnumerable<ExecutableTarget> targets) =>
        string.Join(", ", targets.Select(t => t.Name).Distinct().Select(n => $"<a href=\"#{n}\">{n}</a>"));
}
