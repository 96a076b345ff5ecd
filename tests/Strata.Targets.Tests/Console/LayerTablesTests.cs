using Spectre.Console;
using Strata.Targets.Console;
using Strata.Testing;

namespace Strata.Targets.Tests.Console;

public sealed class LayerTablesTests
{
    [Test]
    public void They_fit([Values(80, 160)] int width, [Values(null, "svc-ocr")] string? image)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        LayerTables.Write(console, Fleets.Report(), Fleets.Budget(), image);
        var lines = output.ToString().Split('\n').Select(l => l.TrimEnd()).ToList();

        Assert.That(lines.Max(l => l.Length), Is.LessThanOrEqualTo(width));
        Golden.Check($"layers-{image ?? "fleet"}-{width}.txt", string.Join('\n', lines));
    }
}
