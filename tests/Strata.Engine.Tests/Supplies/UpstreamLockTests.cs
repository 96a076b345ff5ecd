using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;
using Strata.Testing;

namespace Strata.Engine.Tests.Supplies;

public sealed class UpstreamLockTests
{
    private static readonly Upstream Python = Upstream.Image("docker.io/library/python", "3.12-slim").FromDebian("trixie", "python3");

    [Test]
    public void What_is_written_reads_back() => Prop.ForAll(Locks().ToArbitrary(), locked =>
    {
        var text = UpstreamLockText.Render(locked);
        return UpstreamLockText.Render(UpstreamLockText.Parse(text)) == text && UpstreamLockText.Parse(text).Entries.SequenceEqual(locked.Entries);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void The_order_of_finding_does_not_change_the_file() => Prop.ForAll(Locks().ToArbitrary(), locked =>
    {
        var other = locked.Entries.Reverse().Aggregate(UpstreamLock.Empty, (l, e) => l.Merge(new UpstreamLock(UpstreamLock.Empty.Entries.Add(e.Key, e.Value))));
        return UpstreamLockText.Render(other) == UpstreamLockText.Render(locked);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Each_supply_keeps_its_own()
    {
        var locked = UpstreamLock.Empty.With(Python, Debian("a")).Merge(UpstreamLock.Empty.With(Python, Hub("b")));

        Assert.That(locked.DigestOf(Python, Supply.Hub, Platform.Default), Is.EqualTo(Digest.Of("b"u8)));
        Assert.That(locked.DigestOf(Python, Supply.Debian, Platform.Default), Is.EqualTo(Debian("a").Digest));
        Assert.That(locked.DigestOf(Python, Supply.Hub, Platform.Parse("linux/arm64")), Is.EqualTo(Digest.Of("index"u8)), "one manifest for all");
    }

    [TestCase("", false)]
    [TestCase("--platform=$BUILDPLATFORM ", false)]
    [TestCase("--platform=linux/x86_64 ", false)]
    [TestCase("--platform=linux/arm64 ", true)]
    [TestCase("--platform=linux/$NONE ", true)]
    public void A_manifest_of_another_platform_counts_only_where_a_stage_asks_for_it(string flag, bool counts)
    {
        var graph = Graphs.Parse("web <- python").WithDockerfile("web", $"FROM {flag}python:3.12-slim AS other\nFROM python:3.12-slim\nCOPY --from=other /a /b\n").Create();
        Assert.That(Fingerprint("arm, tuesday") != Fingerprint("arm, monday"), Is.EqualTo(counts));

        Fingerprint Fingerprint(string arm)
        {
            var (amd, index) = (Digest.Of("amd"u8), Digest.Of(Encoding.UTF8.GetBytes(arm)));
            var hub = new HubLock(index, ImmutableSortedDictionary<string, Digest>.Empty.Add("linux/amd64", amd).Add("linux/arm64", index));
            var locked = UpstreamLock.Empty.With(graph.Get("web").Upstreams[0], hub);
            return new InputManifest(DeclaredInputs.Find(
                graph.Inputs(graph.Get("web")), Supply.Hub, Platform.Default, (upstream, platform) => locked.DigestOf(upstream, Supply.Hub, platform)?.ToString(), [])).Fingerprint;
        }
    }

    [Test]
    public void Other_packages_are_not_what_was_locked()
    {
        var locked = UpstreamLock.Empty.With(Python, Debian("a"));

        Assert.That(locked.Has(Python, Supply.Debian), Is.True);
        Assert.That(locked.Has(Python.FromDebian("trixie", "python3", "git"), Supply.Debian), Is.False);
        Assert.That(locked.Has(Python.FromDebian("forky", "python3"), Supply.Debian), Is.False);
    }

    [Test]
    public void A_moved_suite_is_another_digest() => Assert.That(Debian("a").Digest, Is.Not.EqualTo(Debian("b").Digest));

    [TestCase("")]
    [TestCase("<<<<<<< HEAD")]
    [TestCase("{}")]
    [TestCase("{\"version\": 9, \"upstreams\": {}}")]
    [TestCase("{\"version\": 1, \"upstreams\": {\"a\": {\"hub\": {\"index\": \"sha256:1\"}}}}")]
    [TestCase("null")]
    [TestCase("{\"version\": 1, \"upstreams\": {\"a\": null}}")]
    [TestCase("{\"version\": 1, \"upstreams\": {\"a\": {\"debian\": {\"suite\": \"trixie\"}}}}")]
    public void What_is_no_lock_is_refused(string text) => Assert.That(() => UpstreamLockText.Parse(text), Throws.TypeOf<FormatException>());

    [Test]
    public void A_lock_with_any_part_damaged_is_read_or_refused()
    {
        var whole = JsonNode.Parse(UpstreamLockText.Render(UpstreamLock.Empty.With(Python, Hub("a")).With(Python, Debian("a"))))!;
        string[] others = ["null", "\"\"", "0", "[]", "{}", "[null]", "{\"linux/amd64\":null}"];
        foreach (var text in Paths(whole).SelectMany(path => others.Select(other => Damaged(path, other)).Append(Damaged(path, null))))
        {
            try
            {
                var read = UpstreamLockText.Parse(text);
                Assert.That(UpstreamLockText.Parse(UpstreamLockText.Render(read)).Entries.SequenceEqual(read.Entries), Is.True, text);
            }
            catch (FormatException)
            {
                // It says what is wrong.
            }
        }

        string Damaged(string path, string? other)
        {
            var copy = whole.DeepClone();
            var at = Nodes(copy).First(n => n.GetPath() == path);
            switch (at.Parent)
            {
                case JsonObject parent when other is null:
                    parent.Remove(at.GetPropertyName());
                    break;
                case JsonArray parent when other is null:
                    parent.Remove(at);
                    break;
                default:
                    at.ReplaceWith(JsonNode.Parse(other!));
                    break;
            }

            return copy.ToJsonString();
        }

        static IEnumerable<string> Paths(JsonNode root) => Nodes(root).Where(n => n.Parent is not null).Select(n => n.GetPath());
        static IEnumerable<JsonNode> Nodes(JsonNode node) => (node switch
        {
            JsonObject some => some.Select(p => p.Value),
            JsonArray some => some,
            _ => [],
        }).OfType<JsonNode>().SelectMany(Nodes).Prepend(node);
    }

    private static HubLock Hub(string content) => new(
        Digest.Of("index"u8), ImmutableSortedDictionary<string, Digest>.Empty.Add("linux/amd64", Digest.Of(System.Text.Encoding.UTF8.GetBytes(content))));

    private static DebianLock Debian(string content) => new(
        "trixie", ["python3"], ImmutableSortedDictionary<string, Digest>.Empty.Add("trixie", Digest.Of(System.Text.Encoding.UTF8.GetBytes(content))));

    private static Gen<UpstreamLock> Locks()
    {
        var entries =
            from name in Gen.Elements("docker.io/library/python:3.12", "ghcr.io/a/b:1", "docker.io/library/debian:12")
            from content in Gen.Elements("a", "b")
            from kind in Gen.Elements(0, 1, 2)
            select (name, entry: new UpstreamLockEntry(kind == 1 ? null : Hub(content), kind == 0 ? null : Debian(content)));
        return from list in entries.ListOf()
               select new UpstreamLock(list.DistinctBy(e => e.name).ToImmutableSortedDictionary(e => e.name, e => e.entry, StringComparer.Ordinal));
    }
}
