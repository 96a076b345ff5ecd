using FsCheck;
using FsCheck.Fluent;
using Strata.Dependencies;

namespace Strata.Tests.Dependencies;

public class PackageVersionTests
{
    // In PEP 440's own order.
    private static readonly string[] Ascending =
    [
        "0.9", "1.0.dev1", "1.0a1.dev1", "1.0a1", "1.0a1.post1", "1.0b2.post345.dev456", "1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34",
        "1.0.post456", "1.0.1", "1.1.dev1", "1.1", "2.10", "20240101", "1!0.1",
    ];

    [Test]
    public void They_are_ordered_as_the_standard_orders_them()
    {
        var versions = Ascending.Select(Parse).ToList();
        for (var i = 0; i < versions.Count; i++)
        {
            for (var j = 0; j < versions.Count; j++)
            {
                Assert.That(Math.Sign(versions[i].CompareTo(versions[j])), Is.EqualTo(i.CompareTo(j)), $"{Ascending[i]} and {Ascending[j]}");
            }
        }
    }

    [TestCase("1.0", "1.0.0")]
    [TestCase("1.0", "v1.0")]
    [TestCase("1.0a1", "1.0-alpha.1")]
    [TestCase("1.0rc1", "1.0.c1")]
    [TestCase("1.0.post1", "1.0-1")]
    [TestCase("1.0.post0", "1.0.rev")]
    [TestCase("1.0.dev0", "1.0dev")]
    [TestCase("1.0+ab.1", "1.0+AB_1")]
    public void Spellings_of_one_version_are_equal(string a, string b)
    {
        Assert.That(Parse(a), Is.EqualTo(Parse(b)));
        Assert.That(Parse(a).GetHashCode(), Is.EqualTo(Parse(b).GetHashCode()));
    }

    [TestCase("")]
    [TestCase("1.")]
    [TestCase("1.0-")]
    [TestCase("one")]
    [TestCase("1.0+")]
    [TestCase("99999999999999999999")]
    [TestCase("1.0 2")]
    public void What_is_no_version_is_refused(string text) => Assert.That(PackageVersion.TryParse(text, out _), Is.False);

    [Test]
    public void Order_is_total() => Prop.ForAll(Gen.Elements(Ascending).Three().ToArbitrary(), t =>
    {
        var (a, b, c) = (Parse(t.Item1), Parse(t.Item2), Parse(t.Item3));
        return a.CompareTo(b) == -b.CompareTo(a) && (a.CompareTo(b) > 0 || b.CompareTo(c) > 0 || a.CompareTo(c) <= 0);
    }).QuickCheckThrowOnFailure();

    private static PackageVersion Parse(string text) => PackageVersion.TryParse(text, out var version) ? version : throw new AssertionException($"'{text}' is no version");
}
