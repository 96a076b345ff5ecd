using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Oci;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Supplies;

/// <summary>Real roots, made by the real mmdebstrap from the machine's own mirror.</summary>
public sealed class DebianRootBuilderTests : IUpstreamResolver
{
    private static readonly DebianRoot Small = new("trixie", ["python3-minimal"]);

    private readonly LocalHost host = new();
    private Notes notes = new();
    private string state = "";
    private ContextSource.OciLayout layout = new("", "");

    private DebianRootBuilder Builder => new(host, state, notes);

    [OneTimeSetUp]
    public async Task Make()
    {
        if (!Environment.IsPrivilegedProcess || await DebianMachine.FindAsync(host, CancellationToken.None) is null)
        {
            Assert.Ignore("making roots of Debian's packages needs Debian and root");
        }

        state = Directory.CreateTempSubdirectory("strata-root").FullName;
        layout = await Builder.BuildAsync(Small, Locked(Small), refresh: false, CancellationToken.None);
    }

    [SetUp]
    public void ForgetNotes() => notes = new Notes();

    [OneTimeTearDown]
    public async Task Clean()
    {
        if (state.Length > 0)
        {
            await host.DeleteDirectoryAsync(state, CancellationToken.None);
        }

        await host.DisposeAsync();
    }

    [Test]
    public void Every_blob_of_the_layout_is_what_its_descriptor_says()
    {
        var manifest = Check(Read("index.json")["manifests"]![0]!);
        var config = Check(manifest["config"]!);
        Check(manifest["layers"]![0]!, isJson: false);

        Assert.That(Read("index.json")["manifests"]![0]!["digest"]!.GetValue<string>(), Is.EqualTo(layout.Digest));
        Assert.That(Read("oci-layout")["imageLayoutVersion"]!.GetValue<string>(), Is.EqualTo("1.0.0"));
        Assert.That(config["os"]!.GetValue<string>(), Is.EqualTo("linux"));
        using var tar = OpenLayer();
        Assert.That(config["rootfs"]!["diff_ids"]![0]!.GetValue<string>(), Is.EqualTo($"sha256:{Convert.ToHexStringLower(SHA256.HashData(tar))}"));
    }

    [Test]
    public void Root_has_the_packages_and_nothing_of_the_machine()
    {
        using var tar = OpenLayer();
        using var reader = new TarReader(tar);
        var entries = new Dictionary<string, TarEntry>();
        while (reader.GetNextEntry() is { } entry)
        {
            entries[entry.Name.TrimEnd('/')] = entry;
        }

        Assert.That(entries.Keys, Does.Contain("./usr/bin/python3").And.Contain("./usr/share/doc/apt/copyright"));
        Assert.That(entries["./usr/bin/python"].LinkName, Is.EqualTo("python3"));
        Assert.That(entries.Keys, Does.Not.Contain("./etc/hostname").And.Not.Contain("./etc/resolv.conf"));
        Assert.That(entries.Keys.Where(k => k.StartsWith("./dev/", StringComparison.Ordinal) || k.EndsWith("_Packages", StringComparison.Ordinal)), Is.Empty);
        Assert.That(entries.Values.Max(e => e.ModificationTime), Is.LessThanOrEqualTo(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task What_stands_is_taken_again_without_a_word()
    {
        Assert.That(await Builder.BuildAsync(Small, Locked(Small), refresh: false, CancellationToken.None), Is.EqualTo(layout));
        Assert.That(notes.Texts, Is.Empty);
    }

    [Test]
    public async Task Upstreams_that_were_locked_on_different_days_do_not_share_a_root()
    {
        var (old, recent) = (Upstream.Image("python", "3").FromDebian(Small.Suite, [.. Small.Packages]), Upstream.Image("node", "1").FromDebian(Small.Suite, [.. Small.Packages]));
        var locked = UpstreamLock.Empty.With(old, Locked(Small)).With(recent, Locked(Small, "tuesday"));
        var sources = new UpstreamSources(Builder, new UpstreamLockFile(Path.Combine(state, "lock"), Path.Combine(state, "gate"), this, isLocked: false, _ => { }));

        Assert.That((await sources.ResolveAsync([old], locked, Supply.Debian, CancellationToken.None))[old], Is.EqualTo(layout));
        Assert.That(async () => await sources.ResolveAsync([old, recent], locked, Supply.Debian, CancellationToken.None), Throws.TypeOf<NotSupportedException>(), "the other one's root has to be made");
    }

    [Test]
    public async Task Equal_packages_make_equal_bytes()
    {
        var again = await Builder.BuildAsync(Small, Locked(Small), refresh: true, CancellationToken.None);

        Assert.That(again, Is.EqualTo(layout));
        Assert.That(notes.Texts, Has.Some.Contains("creating tarball"));
    }

    [Test]
    public async Task Damaged_layer_is_made_anew_by_one_of_two_that_want_it()
    {
        await using (var layer = new FileStream(LayerFile, FileMode.Open))
        {
            layer.SetLength(layer.Length / 2);
        }

        var both = await Task.WhenAll(
            Builder.BuildAsync(Small, Locked(Small), refresh: false, CancellationToken.None),
            Builder.BuildAsync(Small, Locked(Small), refresh: false, CancellationToken.None));

        Assert.That(both, Is.All.EqualTo(layout));
        Assert.That(notes.Texts.Count(t => t.Contains("creating tarball")), Is.EqualTo(1));
        Every_blob_of_the_layout_is_what_its_descriptor_says();
    }

    [Test]
    public async Task Cancelled_leaves_no_process_and_no_layout()
    {
        using var cancel = new CancellationTokenSource();
        var root = new DebianRoot("trixie", ["hello"]);
        var making = new DebianRootBuilder(host, state, new Notes(text =>
        {
            if (text.Contains("extracting"))
            {
                cancel.Cancel();
            }
        }));

        Assert.That(async () => await making.BuildAsync(root, Locked(root), refresh: false, cancel.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(Directory.EnumerateFiles(Path.Combine(state, "supply", "debian"), "index.json", SearchOption.AllDirectories).Count(), Is.LessThanOrEqualTo(1));
        var left = await host.CaptureAsync(new Command("sh", "-c", "grep -lz \"$1\" /proc/[0-9]*/environ 2>/dev/null; true", "sh", $"^TMPDIR={state}"), CancellationToken.None);
        Assert.That(left.Output, Is.Empty);
    }

    [Test]
    public async Task Suite_that_does_not_exist_is_named_in_the_error()
    {
        var none = new DebianRoot("no-such-suite", []);
        var error = await Assert.ThrowsAsync<StrataException>(() => Builder.BuildAsync(none, Locked(none), refresh: false, CancellationToken.None));

        Assert.That(error!.ExitCode, Is.EqualTo(ExitCode.BuildFailed));
        Assert.That(error.Problems.Single().Excerpt, Does.Contain("no-such-suite"));
    }

    [TestCase("trixie", "--hook-dir=/tmp")]
    [TestCase("trixie", "a,b")]
    [TestCase("-trixie", "python3")]
    [TestCase("", "python3")]
    [TestCase("trixie", "a b")]
    public Task Word_that_mmdebstrap_would_take_otherwise_is_refused(string suite, string package) =>
        Assert.ThrowsAsync<DefinitionException>(() => Builder.BuildAsync(new DebianRoot(suite, [package]), Locked(Small), refresh: false, CancellationToken.None));

    [Test]
    public async Task Host_without_debian_is_refused()
    {
        var other = new ScriptedHost { Name = "mac1" }.On("sh", ScriptedAnswer.Prints());

        var error = await Assert.ThrowsAsync<StrataException>(() => new DebianRootBuilder(other, "/state", notes).BuildAsync(Small, Locked(Small), refresh: false, CancellationToken.None));

        Assert.That((error!.ExitCode, error.Message), Is.EqualTo((ExitCode.Unreachable, "supply debian: mac1 has no apt source of Debian over http or https; build on a Debian machine, or with --Supply Hub")));
    }

    private static DebianLock Locked(DebianRoot root, string day = "monday") =>
        new(root.Suite, root.Packages, ImmutableSortedDictionary<string, Digest>.Empty.Add(root.Suite, Digest.Of(Encoding.UTF8.GetBytes(day))));

    private string LayerFile => BlobFile(Check(Read("index.json")["manifests"]![0]!)["layers"]![0]!);

    private GZipStream OpenLayer() => new(File.OpenRead(LayerFile), CompressionMode.Decompress);

    private JsonNode Read(string name) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(layout.Directory, name)))!;

    private string BlobFile(JsonNode descriptor) => Path.Combine(layout.Directory, "blobs", descriptor["digest"]!.GetValue<string>().Replace(':', '/'));

    private JsonNode Check(JsonNode descriptor, bool isJson = true)
    {
        var content = File.ReadAllBytes(BlobFile(descriptor));
        Assert.That(content, Has.Length.EqualTo(descriptor["size"]!.GetValue<int>()));
        Assert.That($"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", Is.EqualTo(descriptor["digest"]!.GetValue<string>()));
        return isJson ? JsonNode.Parse(content)! : descriptor;
    }

    Task<HubLock> IUpstreamResolver.ResolveHubAsync(Upstream upstream, CancellationToken cancellation) => throw new NotSupportedException();

    Task<DebianLock> IUpstreamResolver.ResolveDebianAsync(DebianRoot root, CancellationToken cancellation) => throw new NotSupportedException();

    private sealed class Notes(Action<string>? onNote = null) : IBuildProgress
    {
        public ConcurrentQueue<string> Texts { get; } = new();

        public void Report(BuildEvent happened)
        {
            if (happened is BuildEvent.Note note)
            {
                Texts.Enqueue(note.Text);
                onNote?.Invoke(note.Text);
            }
        }
    }
}
