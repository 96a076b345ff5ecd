using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Oci;
using Strata.Testing.Hosts;
using Strata.Testing.Registry;

namespace Strata.Engine.Tests.Supplies;

public sealed class UpstreamLockFileTests : IUpstreamResolver
{
    private static readonly Upstream Python = Upstream.Image("docker.io/library/python", "3.12-slim").FromDebian("trixie", "python3");
    private static readonly Upstream Uv = Upstream.Image("ghcr.io/astral-sh/uv", "0.11");

    private readonly List<string> _asked = [];
    private readonly List<string> _notes = [];
    private string _folder = "";
    private string _suite = "monday";

    private string File => Path.Combine(_folder, "docker", "upstreams.lock.json");

    private string Gate => Path.Combine(_folder, ".nuke", "temp", "upstreams.lock");

    [SetUp]
    public void Make()
    {
        _folder = Directory.CreateTempSubdirectory("strata-lock").FullName;
        _asked.Clear();
        _notes.Clear();
        _suite = "monday";
    }

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task First_use_looks_up_and_the_next_asks_nobody()
    {
        var first = await Open().EnsureAsync([Python, Uv], Supply.Debian, CancellationToken.None);
        var second = await Open().EnsureAsync([Python, Uv], Supply.Debian, CancellationToken.None);

        Assert.That(_asked, Is.EqualTo(["trixie"]), "what has no stand-in is named by Hub stages only");
        Assert.That(second.Entries, Is.EqualTo(first.Entries));
        Assert.That(_notes, Is.EqualTo(["docker/upstreams.lock.json: locks docker.io/library/python:3.12-slim; commit it"]));
    }

    [Test]
    public async Task File_that_is_to_be_kept_stays_as_it_is()
    {
        var file = new UpstreamLockFile(File, Gate, this, isLocked: false, _notes.Add) { IsKept = true };
        var locked = await file.EnsureAsync([Python], Supply.Debian, CancellationToken.None);

        Assert.That((locked.Has(Python, Supply.Debian), System.IO.File.Exists(File)), Is.EqualTo((true, false)));
        Assert.That(_notes, Is.EqualTo(["docker/upstreams.lock.json: would lock docker.io/library/python:3.12-slim"]));
    }

    [Test]
    public async Task Locked_lacks_nothing_or_fails_with_all_that_is_missing()
    {
        await Open().EnsureAsync([Python], Supply.Debian, CancellationToken.None);
        await Open(isLocked: true).EnsureAsync([Python], Supply.Debian, CancellationToken.None);

        var error = await Assert.ThrowsAsync<DefinitionException>(() => Open(isLocked: true).EnsureAsync([Python, Uv], Supply.Hub, CancellationToken.None));
        Assert.That(error!.Problems.Select(p => p.What), Is.EqualTo(
            ["has no entry for 'docker.io/library/python:3.12-slim' in the hub supply", "has no entry for 'ghcr.io/astral-sh/uv:0.11' in the hub supply"]));
    }

    [Test]
    public async Task An_archive_that_moved_on_is_locked_anew_or_fails()
    {
        var monday = await Open().EnsureAsync([Python], Supply.Debian, CancellationToken.None);
        _suite = "tuesday";

        var error = await Assert.ThrowsAsync<DefinitionException>(() => Open(isLocked: true).RenewAsync([Python], Python.Debian!, monday, CancellationToken.None));
        Assert.That(error!.Message, Does.Contain("the archive has moved on from what is locked for 'docker.io/library/python:3.12-slim'"));

        var file = Open();
        var current = await file.RenewAsync([Python], Python.Debian!, monday, CancellationToken.None);
        Assert.That((await file.ReadAsync(CancellationToken.None)).Debian(Python), Is.EqualTo(current));
        Assert.That(file.HasMoved, Is.True);
        Assert.That(_notes[^1], Does.Contain("debian trixie has moved on"));
    }

    [Test]
    public async Task An_unchanged_archive_leaves_the_file_alone()
    {
        var monday = await Open().EnsureAsync([Python], Supply.Debian, CancellationToken.None);
        var written = System.IO.File.GetLastWriteTimeUtc(File);
        var file = Open();

        await file.RenewAsync([Python], Python.Debian!, monday, CancellationToken.None);

        Assert.That((file.HasMoved, System.IO.File.GetLastWriteTimeUtc(File)), Is.EqualTo((false, written)));
    }

    [Test]
    public async Task An_archive_that_another_call_found_moved_leaves_our_fingerprints_stale_all_the_same()
    {
        var monday = await Open().EnsureAsync([Python], Supply.Debian, CancellationToken.None);
        _suite = "tuesday";
        await Open().RenewAsync([Python], Python.Debian!, monday, CancellationToken.None);
        var file = Open();

        await file.RenewAsync([Python], Python.Debian!, monday, CancellationToken.None);

        Assert.That((file.HasMoved, _notes.Count(n => n.Contains("has moved on"))), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task Calls_that_write_at_the_same_time_keep_each_others_entries()
    {
        var upstreams = Enumerable.Range(0, 12).Select(i => Upstream.Image($"ghcr.io/a/b{i}", "1")).ToArray();
        var found = new HubLock(Digest.Of("index"u8), ImmutableSortedDictionary<string, Digest>.Empty);

        await Task.WhenAll(upstreams.Select(u => Task.Run(() => Open().WriteAsync(UpstreamLock.Empty.With(u, found), CancellationToken.None))));

        Assert.That((await Open().ReadAsync(CancellationToken.None)).Entries.Keys, Is.EquivalentTo(upstreams.Select(u => u.Reference)));
    }

    [Test]
    public async Task A_damaged_lock_is_an_error_that_names_it()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllTextAsync(File, "<<<<<<< HEAD");

        var error = await Assert.ThrowsAsync<DefinitionException>(() => Open().ReadAsync(CancellationToken.None));
        Assert.That(error!.Message, Does.StartWith("docker/upstreams.lock.json: is no JSON of a lock (line 1)"));
    }

    [Test]
    public async Task Hub_contexts_are_fixed_by_the_digest_of_the_index_that_was_counted()
    {
        var file = Open();
        var locked = await file.EnsureAsync([Python], Supply.Hub, CancellationToken.None);
        await file.WriteAsync(locked.With(Python, new HubLock(Digest.Of("of a pull"u8), ImmutableSortedDictionary<string, Digest>.Empty)), CancellationToken.None);

        var sources = await new UpstreamSources(new DebianRootBuilder(new ScriptedHost(), "/state", new NoProgress()), file)
            .ResolveAsync([Python, Uv], locked, Supply.Hub, CancellationToken.None);

        Assert.That(sources.Single().Value, Is.EqualTo(new ContextSource.Image($"docker.io/library/python:3.12-slim@{Digest.Of("index"u8)}")));
    }

    [Test]
    public async Task A_tag_is_resolved_to_its_index_and_platforms()
    {
        await using var registry = new InProcessRegistry();
        using var client = new RegistryClient(new CredentialChain(), clock: new InstantClock());
        var (amd, arm) = (Digest.Of("amd"u8), Digest.Of("arm"u8));
        var index = $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[
              {"mediaType":"m","digest":"{{amd}}","size":1,"platform":{"os":"linux","architecture":"amd64"} },
              {"mediaType":"m","digest":"{{arm}}","size":1,"platform":{"os":"linux","architecture":"arm64","variant":"v8"} },
              {"mediaType":"m","digest":"{{arm}}","size":1,"platform":{"os":"unknown","architecture":"unknown"} }]}
            """;
        var digest = registry.Repositories.GetOrAdd("library/python", _ => new RegistryContent()).Put("3.12", MediaTypes.OciIndex, System.Text.Encoding.UTF8.GetBytes(index));
        var resolver = new UpstreamResolver(client, new ScriptedHost());

        var locked = await resolver.ResolveHubAsync(Upstream.Image($"{registry.Address}/library/python", "3.12"), CancellationToken.None);

        Assert.That(locked.Index.ToString(), Is.EqualTo(digest));
        Assert.That(locked.Platforms, Is.EqualTo(new Dictionary<string, Digest> { ["linux/amd64"] = amd, ["linux/arm64"] = arm }));
        await Assert.ThrowsAsync<RegistryException>(() => resolver.ResolveHubAsync(Upstream.Image($"{registry.Address}/library/python", "3.99"), CancellationToken.None));
    }

    [Test]
    public async Task The_machines_own_archive_says_what_it_holds()
    {
        await using var host = new LocalHost();
        if (await DebianMachine.FindAsync(host, CancellationToken.None) is null)
        {
            Assert.Ignore("looking up a suite needs Debian");
        }

        var releases = await DebianReleases.ReadAsync(host, "trixie", CancellationToken.None);
        Assert.That(releases.Keys, Does.Contain("trixie"));

        var error = await Assert.ThrowsAsync<StrataException>(() => DebianReleases.ReadAsync(host, "no-such-suite", CancellationToken.None));
        Assert.That(error!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
    }

    Task<HubLock> IUpstreamResolver.ResolveHubAsync(Upstream upstream, CancellationToken cancellation)
    {
        _asked.Add(upstream.Reference);
        return Task.FromResult(new HubLock(Digest.Of("index"u8), ImmutableSortedDictionary<string, Digest>.Empty));
    }

    Task<DebianLock> IUpstreamResolver.ResolveDebianAsync(DebianRoot root, CancellationToken cancellation)
    {
        _asked.Add(root.Suite);
        return Task.FromResult(new DebianLock(
            root.Suite, root.Packages, ImmutableSortedDictionary<string, Digest>.Empty.Add(root.Suite, Digest.Of(System.Text.Encoding.UTF8.GetBytes(_suite)))));
    }

    private UpstreamLockFile Open(bool isLocked = false) => new(File, Gate, this, isLocked, _notes.Add);

    private sealed class NoProgress : IBuildProgress
    {
        public void Report(BuildEvent happened)
        {
        }
    }
}
