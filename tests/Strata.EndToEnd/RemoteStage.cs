using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Engine.Tests.BuildKit;
using Strata.Engine.Tests.Hosts;
using Strata.Oci;

namespace Strata.EndToEnd;

/// <summary>A client without docker, a build host behind a real sshd with an engine of its own, and a registry beside it; one for all fixtures.</summary>
internal sealed class RemoteStage
{
    public const string Password = "canary-5f2d8c1e7a";

    /// <summary>What a step runs that does not end by itself; no other test of the machine runs the same.</summary>
    public static readonly string LastingCommand = $"/bin/busybox sleep {100_000 + Environment.ProcessId}";

    /// <summary>The step in a Dockerfile.</summary>
    public static readonly string LastingStep = $"RUN [\"/bin/busybox\", \"sleep\", \"{100_000 + Environment.ProcessId}\"]\n";

    /// <summary>How long something may take on a busy machine before a test gives up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Users = "me:$2b$04$SS2EQ3d8m7lTyJzI9oosUuv.on/43ynJkJZ/5FCl6Ak2AAIwaG4vy\n";

    private static Lazy<Task<RemoteStage>> shared = new(CreateAsync);

    private readonly string _programs;

    private RemoteStage(TestSshServer server, TestRegistry registry, WorkingCopy client)
    {
        (Server, Registry, Client) = (server, registry, client);
        _programs = Directory.CreateDirectory(Path.Combine(client.Home, "bin")).FullName;
    }

    public TestSshServer Server { get; }

    public TestRegistry Registry { get; }

    public WorkingCopy Client { get; }

    /// <summary>The engine of the host.</summary>
    public PrivateEngine Engine => EngineHome.EngineOf(Server.Home);

    /// <summary>Where the host keeps trees and state.</summary>
    public string State => Path.Combine(Server.Home, ".cache", "strata");

    /// <summary>The stage with the engine up and the client's files as they were at first; made when it is first asked for.</summary>
    public static async Task<RemoteStage> SharedAsync()
    {
        await Needs.PrivateEngineAsync();
        var stage = await shared.Value;
        await stage.Engine.EnsureAsync(CancellationToken.None);
        return stage;
    }

    /// <summary>Takes it down, if there is one.</summary>
    public static async Task EndAsync()
    {
        if (!shared.IsValueCreated || !shared.Value.IsCompletedSuccessfully)
        {
            return;
        }

        var stage = await shared.Value;
        await stage.Registry.DisposeAsync();
        await EndAsync(stage.Server);
        stage.Client.Dispose();
    }

    /// <summary>Ends a host with its engine.</summary>
    public static async Task EndAsync(TestSshServer server)
    {
        await EngineHome.EndAsync(server.Home);
        await server.DisposeAsync();
    }

    /// <summary>Lets the client connect to a host.</summary>
    public async Task UseAsync(TestSshServer server) => await WriteProgramAsync("ssh", $"#!/bin/sh\nexec /usr/bin/ssh -F '{server.ClientConfig}' \"$@\"\n");

    /// <summary>The client's calls reach a host from here on, until the result is disposed.</summary>
    public async Task<IAsyncDisposable> InsteadAsync(TestSshServer server)
    {
        await UseAsync(server);
        return new Back(this);
    }

    /// <summary>Adds lines to an image's Dockerfile, until the result is disposed.</summary>
    public IDisposable Append(string image, string lines)
    {
        var path = Path.Combine(Client.Directory, "docker", image, "Dockerfile");
        var before = File.ReadAllText(path);
        File.AppendAllText(path, lines);
        return new Restored(path, before);
    }

    /// <summary>Makes the leaf a service that hands out its content, until the result is disposed.</summary>
    public IDisposable Serve() => Append("leaf", """
        ENV PATH=/bin HOST=0.0.0.0 PORT=8000
        HEALTHCHECK --interval=2s CMD ["/bin/busybox", "sh", "-c", "busybox wget -q -O /dev/null http://127.0.0.1:$PORT/content.txt"]
        USER 10001:10001
        # The first process of a container heeds no other signal that it does not handle.
        STOPSIGNAL KILL
        ENTRYPOINT ["/bin/sh", "-c", "exec busybox httpd -f -p $HOST:$PORT -h /opt/leaf"]

        """);

    /// <summary>Starts a call whose middle image does not end, and waits until its step runs on the host.</summary>
    public async Task<RunningCall> StartLastingAsync(params string[] words)
    {
        var call = RunningCall.Start(Client, words);
        await call.SeeAsync("\"sleep\", ", Patience);
        Assert.That(() => Processes.With(LastingCommand), Is.Not.Empty.After(30_000, 50), "the step runs");
        return call;
    }

    /// <summary>The digests behind a tag of the three images, parents first; null where there is none.</summary>
    public async Task<string?[]> DigestsAsync(string tag, string path = "")
    {
        using var client = new RegistryClient(new Login());
        var digests = new List<string?>();
        foreach (var image in SmallImages.Names)
        {
            digests.Add((await client.FindDigestAsync(ImageReference.Parse($"{Registry.Address}{path}/{image}:{tag}"), CancellationToken.None))?.ToString());
        }

        return [.. digests];
    }

    /// <summary>What a file of an image in the registry says, of the newest layer that has it.</summary>
    /// <param name="image">Repository and tag, without the registry.</param>
    /// <param name="path">Without a leading slash.</param>
    public async Task<string> ReadAsync(string image, string path)
    {
        using var client = new RegistryClient(new Login());
        var reference = ImageReference.Parse($"{Registry.Address}/{image}");
        var manifest = await client.FindManifestAsync(reference, CancellationToken.None);
        foreach (var layer in ImageManifest.Parse(manifest!.Content).Layers.Reverse())
        {
            using var content = new MemoryStream((await client.ReadBlobAsync(reference, layer.Digest, CancellationToken.None)).ToArray());
            await using var tar = new TarReader(new GZipStream(content, CompressionMode.Decompress));
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                if (entry.Name.TrimStart('.', '/') == path)
                {
                    using var reader = new StreamReader(entry.DataStream!);
                    return (await reader.ReadToEndAsync()).Trim();
                }
            }
        }

        return "";
    }

    /// <summary>Asserts that nothing of a call is left on the host: no process, no private file, no lock, no half tree.</summary>
    public async Task LeavesNothingAsync()
    {
        Assert.That(() => Processes.With(Server.Home, "buildx"), Is.Empty.After(15_000, 50), "a docker client on the host");
        Assert.That(() => Processes.With(LastingCommand), Is.Empty.After(15_000, 50), "a step");
        Assert.That(() => Processes.With(Server.ClientConfig), Is.Empty.After(15_000, 50), "an ssh of the client");
        Assert.That(() => Entries("run"), Is.Empty.After(15_000, 50), "private files on the host");
        Assert.That(() => Processes.ChildrenOf(Server.ProcessId), Is.Empty.After(15_000, 50), "a connection");
        foreach (var name in Entries("locks").Where(n => !n.EndsWith(".holder", StringComparison.Ordinal)))
        {
            var free = await new LocalHost().CaptureAsync(new Command("flock", "-n", Path.Combine(State, "locks", name), "true"), CancellationToken.None);
            Assert.That(free.ExitCode, Is.Zero, $"the lock '{name}'");
        }
    }

    /// <summary>Names in a folder of the host's state.</summary>
    public string[] Entries(string folder) =>
        Directory.Exists(Path.Combine(State, folder)) ? [.. Directory.GetFileSystemEntries(Path.Combine(State, folder)).Select(e => Path.GetFileName(e)!)] : [];

    /// <summary>Writes a program to the front of the client's PATH.</summary>
    public async Task WriteProgramAsync(string name, string text)
    {
        var path = Path.Combine(_programs, name);
        await File.WriteAllTextAsync(path, text);
        await new LocalHost().RequireAsync(new Command("chmod", "+x", path), CancellationToken.None);
    }

    private static async Task<RemoteStage> CreateAsync()
    {
        await EngineHome.ConnectAsync();
        var server = await TestSshServer.StartAsync("/bin/bash");
        await File.WriteAllTextAsync(Path.Combine(server.Home, ".bashrc"), "echo 'welcome to the build host'\n");
        var client = await SmallImages.CloneAsync();
        await SmallImages.AddBusyboxAsync(client);
        var stage = new RemoteStage(server, await TestRegistry.StartAsync(Users), client);
        await stage.UseAsync(server);
        client.More = ImmutableDictionary<string, string?>.Empty
            .Add("PATH", $"{stage._programs}:/usr/bin:/bin").Add("BUILD_HOST", "buildhost").Add("REGISTRY_USER", "me").Add("REGISTRY_TOKEN", Password);
        foreach (var folder in new[] { "/usr/bin", "/bin" })
        {
            Assert.That(Path.Combine(folder, "docker"), Does.Not.Exist, "these tests' client must have no docker");
        }

        return stage;
    }

    private sealed class Back(RemoteStage stage) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await stage.UseAsync(stage.Server);
    }

    private sealed class Restored(string path, string text) : IDisposable
    {
        public void Dispose() => File.WriteAllText(path, text);
    }

    private sealed class Login : ICredentialSource
    {
        public Task<RegistryCredential?> FindAsync(string domain, CancellationToken cancellation) =>
            Task.FromResult<RegistryCredential?>(new RegistryCredential("me", new Secret(Password)));
    }
}
