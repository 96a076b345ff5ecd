using FsCheck;
using FsCheck.Fluent;
using Strata.Dependencies;

namespace Strata.Tests.Dependencies;

public class VersionRangeTests
{
    [TestCase(">=1.2,<2", "1.2", true)]
    [TestCase(">=1.2,<2", "2.0rc1", false)]
    [TestCase("<2.0rc2", "2.0rc1", true)]
    [TestCase("==1.2.*", "1.2.9", true)]
    [TestCase("==1.2.*", "1.2rc1", true)]
    [TestCase("==1.2.*", "1.20", false)]
    [TestCase("!=1.2.*", "1.2.3", false)]
    [TestCase("==2.6.0", "2.6.0+cpu", true)]
    [TestCase("==2.6.0+cpu", "2.6.0", false)]
    [TestCase("==2.6.0+cpu", "2.6.0+cu128", false)]
    [TestCase("<=2.6", "2.6+cpu", true)]
    [TestCase(">2.6", "2.6+cpu", false)]
    [TestCase("!=2.6", "2.6+cpu", false)]
    [TestCase("~=1.4.2", "1.4.9", true)]
    [TestCase("~=1.4.2", "1.5", false)]
    [TestCase("~=1.4", "1.9", true)]
    [TestCase("", "0.0.1.dev1", true)]
    public void Versions_are_let_in(string range, string version, bool isIn)
    {
        Assert.That(PackageVersion.TryParse(version, out var parsed));
        Assert.That(Parse(range).Contains(parsed!), Is.EqualTo(isIn));
    }

    [TestCase(">=2,<3", "<2", true)]
    [TestCase(">=2,<3", ">=2.9", false)]
    [TestCase("==1.*", "!=1.*", true)]
    [TestCase("==1.2", "!=1.2", true)]
    [TestCase("<=2", ">=2", false)]
    [TestCase("<2", ">=2", true)]
    [TestCase("==2.6.0", "==2.6.0+cpu", false)]
    [TestCase("~=1.4", "<1.4", true)]
    [TestCase("", "==1", false)]
    public void Ranges_that_share_no_version_conflict(string a, string b, bool conflict)
    {
        Assert.That(Parse(a).Intersect(Parse(b)).IsEmpty, Is.EqualTo(conflict));
        Assert.That(Parse(b).Intersect(Parse(a)).IsEmpty, Is.EqualTo(conflict));
    }

    [TestCase("", ">=1,<2", true)]
    [TestCase(">=1,<2", "", false)]
    [TestCase(">=1,<2", "==1.5", true)]
    [TestCase(">=1,<2,!=1.5", "==1.5", false)]
    [TestCase(">=1,<2", ">=1.0.0,<2.0", true)]
    public void A_range_includes_another(string wide, string narrow, bool isIn) => Assert.That(Parse(wide).Includes(Parse(narrow)), Is.EqualTo(isIn));

    [TestCase("=1.2", "=1.2")]
    [TestCase(">=1,~=2", "~=2")]
    [TestCase(">=1.*", ">=1.*")]
    [TestCase("1.2", "1.2")]
    public void What_is_no_specifier_is_named(string text, string wrong)
    {
        Assert.That(VersionRange.TryParse(text, out _, out var found), Is.False);
        Assert.That(found, Is.EqualTo(wrong));
    }

    [TestCase("^1.2.3", "1.9", true)]
    [TestCase("^1.2.3", "2.0", false)]
    [TestCase("^0.2.3", "0.3", false)]
    [TestCase("^0.0.3", "0.0.4", false)]
    [TestCase("~1.2", "1.3", false)]
    [TestCase("~1", "1.9", true)]
    [TestCase("1.2.*", "1.2.7", true)]
    [TestCase("1.2", "1.2", true)]
    [TestCase("1.2", "1.3", false)]
    [TestCase(">= 1.2, < 2", "1.5", true)]
    [TestCase("^1.2 || ^3", "3.1", true)]
    [TestCase("^1.2 || ^3", "2.1", false)]
    [TestCase("*", "0.1", true)]
    public void Poetry_writes_ranges_of_its_own(string range, string version, bool isIn)
    {
        Assert.That(PoetryRange.TryParse(range, out var parsed));
        Assert.That(PackageVersion.TryParse(version, out var asked));
        Assert.That(parsed!.Contains(asked!), Is.EqualTo(isIn));
    }

    [Test]
    public void What_both_let_in_is_let_in_by_each()
    {
        var specifiers = Gen.Elements("", ">=1", "<2", "==1.5", "!=1.5", "~=1.2", "==1.*", "!=1.2.*", ">1.2", "<=1.5", "==2.0+cpu", "<2rc1");
        var ranges = specifiers.Two().Select(s => Parse($"{s.Item1},{s.Item2}"));
        var versions = Gen.Elements("0.9", "1.0", "1.2", "1.2.1", "1.2rc1", "1.5", "1.5+cpu", "1.5.post1", "2.0rc1", "2.0", "2.0+cpu", "3").Select(v => PackageVersion.TryParse(v, out var p) ? p : null!);
        Prop.ForAll(ranges.Two().ToArbitrary(), versions.ToArbitrary(), (both, version) =>
        {
            var (a, b) = both;
            return a.Intersect(b).Contains(version) == (a.Contains(version) && b.Contains(version)) && (!a.Includes(b) || !b.Contains(version) || a.Contains(version));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static VersionRange Parse(string text) => VersionRange.TryParse(text, out var range, out var wrong) ? range : throw new AssertionException($"'{wrong}'");
}
