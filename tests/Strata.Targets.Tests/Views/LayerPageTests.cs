using System.Text.Json;
using System.Text.RegularExpressions;
using Strata.Reports;
using Strata.Testing;

namespace Strata.Targets.Tests.Views;

/// <summary>The page of layers in a real browser; its pictures stay under artifacts/reports/screenshots.</summary>
public class LayerPageTests
{
    private static readonly string Page = LayerReportHtml.Render(Fleets.Graph(), Fleets.Report(), Fleets.Budget(), Fleets.Timeline(), Fleets.History());

    private string _folder = null!;

    [OneTimeSetUp]
    public async Task Prepare()
    {
        await DebianPackage.RequireAsync("chromium");
        _folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts/reports/screenshots")).FullName;
    }

    [TestCase(1300, 3300, false)]
    [TestCase(1300, 3300, true)]
    [TestCase(420, 2000, false)]
    public async Task Page_shows_map_graph_and_timeline(int width, int height, bool isDark)
    {
        var source = Path.Combine(_folder, "layers.html");
        await File.WriteAllTextAsync(source, Page);
        var png = await Chromium.ShootAsync(source, Path.Combine(_folder, $"layers-{width}{(isDark ? "-dark" : "")}.png"), width, height, isDark);
        Assert.That((png.Width, png.Height), Is.EqualTo((width, height)));
        Assert.That(png.DistinctRows, Is.GreaterThan(height / 3), "hardly anything is drawn");
    }

    [Test]
    public async Task Map_is_used_with_the_keyboard_alone()
    {
        var told = await RunAsync("keys", """
            const press = (key, e = document.activeElement) => e.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })), place = () => [...crumbs.querySelectorAll('button')].map(b => b.textContent).join(' > ');
            const said = [place(), map.querySelectorAll('button').length];
            map.firstElementChild.focus();
            const first = document.activeElement.item.n;
            press('ArrowRight');
            said.push(first, document.activeElement.item.n !== first);
            map.firstElementChild.click();
            said.push(place(), document.activeElement.parentElement === map);
            press('Escape');
            said.push(place(), document.activeElement.item.n);
            return said;
            """);
        Assert.That(told, Is.EqualTo("""["all images",4,"base-ml",true,"all images > base-ml",true,"all images","base-ml"]"""));
    }

    [Test]
    public async Task Map_keeps_its_focus_when_the_window_changes_its_size()
    {
        var told = await RunAsync("resize", """
            const second = map.querySelectorAll('button')[1];
            second.focus();
            map.style.width = '600px';
            fit();
            return [second.isConnected, document.activeElement !== second, document.activeElement.item === second.item];
            """);
        Assert.That(told, Is.EqualTo("[false,true,true]"));
    }

    [Test]
    public async Task Nothing_is_loaded_from_anywhere() =>
        Assert.That(await RunAsync("network", "return performance.getEntriesByType('resource').map(r => r.name);"), Is.EqualTo("[]"));

    [TestCase(false)]
    [TestCase(true)]
    public async Task Page_is_accessible(bool isDark)
    {
        var axe = await NpmPackage.FileAsync("axe-core", "4.14.1", "axe.min.js");
        var told = await RunAsync(
            $"axe{(isDark ? "-dark" : "")}",
            "const r = await axe.run(); return { passes: r.passes.length, violations: r.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary)]) };",
            await File.ReadAllTextAsync(axe),
            isDark);
        using var json = JsonDocument.Parse(told);
        Assert.That(json.RootElement.GetProperty("passes").GetInt32(), Is.GreaterThan(20), "hardly anything was looked at");
        Assert.That(json.RootElement.GetProperty("violations").GetRawText(), Is.EqualTo("[]"));
    }

    /// <summary>Runs a script in the page when it is loaded; a busy machine may draw no frame before it ends.</summary>
    /// <returns>What the script returns, as JSON.</returns>
    private async Task<string> RunAsync(string name, string script, string library = "", bool isDark = false)
    {
        var source = Path.Combine(_folder, $"layers-{name}.html");
        await File.WriteAllTextAsync(source, $$"""
            {{Page}}<script>{{library}}</script>
            <script>
            addEventListener('load', () => setTimeout(async () => {
              let said;
              try { said = JSON.stringify(await (async () => { {{script}} })()); } catch (e) { said = JSON.stringify('failed: ' + e.stack); }
              document.documentElement.setAttribute('data-said', said);
            }, 50));
            </script>
            """);
        string[] dark = isDark ? Chromium.Dark : [];
        var page = await Chromium.RunAsync(["--window-size=1300,900", "--virtual-time-budget=20000", "--dump-dom", .. dark, "file://" + source]);
        File.Delete(source);
        Assert.That(page, Does.Match(" data-said=\"[^\"]*\""), "the script has not ended");
        return System.Net.WebUtility.HtmlDecode(Regex.Match(page, " data-said=\"([^\"]*)\"").Groups[1].Value);
    }
}
