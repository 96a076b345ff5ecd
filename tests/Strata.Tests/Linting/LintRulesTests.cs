using Strata.Linting;
using Strata.Linting.Formats;

namespace Strata.Tests.Linting;

public class LintRulesTests
{
    [Test]
    public void Every_rule_is_listed_in_the_order_of_ids()
    {
        var rules = typeof(LintRule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LintRule)) && t != typeof(ForeignRule));
        Assert.That(LintRules.All.Select(r => r.GetType()), Is.EquivalentTo(rules));
        Assert.That(LintRules.All.Select(r => r.Id), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);
    }

    [Test]
    public void Every_rule_has_a_test_file_of_its_own()
    {
        var tested = typeof(RuleTests).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(RuleTests))).Select(t => t.Name);
        Assert.That(tested, Is.EquivalentTo(LintRules.All.Select(r => r.GetType().Name + "Tests")));
    }

    [Test]
    public void Words_are_as_the_house_writes_them()
    {
        foreach (var rule in LintRules.All)
        {
            Assert.That(rule.Summary, Does.Not.EndWith(".").And.Not.Empty, rule.Id);
            Assert.That(rule.Why, Does.EndWith("."), rule.Id);
        }
    }

    [Test]
    public void Rules_are_found_by_id_and_alias_in_any_case()
    {
        Assert.That(LintRules.Find("st011"), Is.SameAs(LintRules.Find("DL3007")));
        Assert.That(LintRules.Find("ST999"), Is.Null);
    }

    /// <summary>STRATA_UPDATE=1 writes the pages anew.</summary>
    [Test]
    public void Pages_are_what_the_rules_say()
    {
        var folder = Path.Combine(Root(), "docs", "rules");
        var pages = LintRules.All.ToDictionary(r => r.Id + ".md", RulePage.Render);
        pages.Add("README.md", RulePage.RenderIndex(LintRules.All));
        if (Environment.GetEnvironmentVariable("STRATA_UPDATE") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, text) in pages)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }
        }

        var written = Directory.EnumerateFiles(folder).ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
        Assert.That(written.Keys, Is.EquivalentTo(pages.Keys));
        foreach (var (name, text) in pages)
        {
            Assert.That(written[name], Is.EqualTo(text), $"docs/rules/{name} is not what the rule says; run the test with STRATA_UPDATE=1");
        }
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Strata.slnx")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
