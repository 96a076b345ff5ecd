using Spectre.Console;
using Strata.Engine.Engines;

namespace Strata.Targets.Console;

/// <summary>What <c>Doctor</c> shows.</summary>
internal static class DiagnosisTable
{
    public static Table Render(IEnumerable<DiagnosisCheck> checks)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumns("", "", "");
        foreach (var check in checks)
        {
            var mark = check.State switch
            {
                CheckState.Ok => "[green]ok[/]",
                CheckState.Warning => "[yellow]--[/]",
                _ => "[red]no[/]",
            };
            var fix = check.Fix is null ? "" : $"\n[grey]mend it:[/] {Markup.Escape(check.Fix)}";
            table.AddRow(new Markup(mark), new Markup(Markup.Escape(check.Name)), new Markup(Markup.Escape(check.Detail) + fix));
        }

        return table;
    }
}
