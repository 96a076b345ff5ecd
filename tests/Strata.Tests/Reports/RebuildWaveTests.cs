using Strata.Reports;

namespace Strata.Tests.Reports;

public class RebuildWaveTests
{
    private static readonly MovedUpstream Python = new("docker.io/library/python:3.12-slim", "sha256:0123456789abcdef", "sha256:fedcba9876543210");

    [Test]
    public void Text_says_what_merging_costs_as_far_as_it_is_known()
    {
        var wave = new RebuildWave([Python with { Before = null }], [new("base", "upstream python", TimeSpan.FromSeconds(100), 12_300_000), new("web", "parent base", null, null)]);

        Assert.That(wave.Title, Is.EqualTo("Take the new docker.io/library/python:3.12-slim"));
        Assert.That(wave.Render(), Does.Contain("| docker.io/library/python:3.12-slim | not locked | `sha256:fedcba987654` |")
            .And.Contain("Merging this builds 2 images again, about 1m 40s of work without 1 of which no build is remembered here.")
            .And.Contain("| base | upstream python | 1m 40s | 12.3 MB |").And.Contain("| web | parent base | unknown | unknown |"));
    }

    [Test]
    public void Nothing_is_guessed_where_nothing_is_remembered() =>
        Assert.That(new RebuildWave([Python, Python], [new("base", "why", null, null)]).Render(), Does.Contain("Merging this builds 1 image again.\n"));
}
