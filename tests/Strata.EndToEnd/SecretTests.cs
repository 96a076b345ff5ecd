using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>The password of a registry and a secret of a build are seen by nobody, and are nowhere when the call has ended.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SecretTests : RemoteFixture
{
    private static readonly string BuildSecret = $"canary-{Guid.NewGuid():N}";

    // Reads the secret, and keeps only what proves that it was the right one.
    private const string SecretStep = "RUN --mount=type=secret,id=token,required=true [\"/bin/busybox\", \"sh\", \"-c\", \"/bin/busybox sha256sum /run/secrets/token >/digest; /bin/busybox sleep 1\"]\n";

    private static readonly string[] Canaries = [.. new[] { RemoteStage.Password, BuildSecret, $"me:{RemoteStage.Password}" }.SelectMany(c => new[] { c, Base64(c) })];

    [Test]
    public async Task Build_and_push_on_a_host_show_no_secret_to_anybody()
    {
        SmallImages.Fill(Client, "middle", Guid.NewGuid().ToString());
        using (Stage.Append("middle", SecretStep))
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            var (end, seen) = await WatchAsync(Client, said => LookAtHost(names, said), "BuildAll", "--remote", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/secret", "--push", "--tag", "v1");

            Assert.That(end.ExitCode, Is.Zero, end.ToString());
            Assert.That(seen, Is.Empty);
            Assert.That(names, Is.SupersetOf(new[] { "bake.json", "config.json", "token" }), "private files of the run that were looked at");
            await Stage.LeavesNothingAsync();
        }

        Assert.That(await Stage.ReadAsync("secret/middle:v1", "digest"), Does.StartWith(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(BuildSecret)))), "the secret was there");
        Assert.That(await FilesWithCanaryAsync(Path.GetDirectoryName(Stage.Server.Home)!), Is.Empty, "on the host, with its engine's layers, logs and history");
        Assert.That(await FilesWithCanaryAsync(Stage.Registry.Data), Is.Empty, "in the registry: manifests and configs; its layers are what the host's engine has unpacked");
        Assert.That(HasCanary(Stage.Server.Log), Is.False, "in what sshd logs");

        // The tests' own sources have the password in them.
        Assert.That(await FilesWithCanaryAsync(Client.Directory, "tests"), Is.Empty);
        Assert.That(await FilesWithCanaryAsync(Client.Home), Is.Empty);
        await HasNoneInImagesAsync(await Stage.Engine.EnsureAsync(CancellationToken.None));
    }

    [Test]
    public async Task Build_and_push_on_this_machine_show_no_secret_to_anybody()
    {
        using var clone = Client.Duplicate(EngineHome.Path);
        SmallImages.Fill(clone, "middle", Guid.NewGuid().ToString());
        File.AppendAllText(Path.Combine(clone.Directory, "docker", "middle", "Dockerfile"), SecretStep);

        // The call starts it anew, and must not leave its own surroundings to it.
        await EngineHome.Engine().StopAsync(CancellationToken.None);
        var (end, seen) = await WatchAsync(clone, _ => { }, "BuildAll", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/local", "--push", "--tag", "v1");

        Assert.That(end.ExitCode, Is.Zero, end.ToString());
        Assert.That(seen, Is.Empty);
        Assert.That(await Stage.ReadAsync("local/middle:v1", "digest"), Does.StartWith(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(BuildSecret)))), "the secret was there");
        var state = EngineHome.StateOf(EngineHome.Path);
        Assert.That(await FilesWithCanaryAsync(clone.Directory, "tests"), Is.Empty);
        Assert.That(await FilesWithCanaryAsync(state.Root, "packages", "snapshots"), Is.Empty);
        await HasNoneInImagesAsync(await EngineHome.ConnectAsync());
    }

    [Test]
    public async Task Secret_that_is_not_set_is_told_before_anything_is_built()
    {
        SmallImages.Fill(Client, "middle", Guid.NewGuid().ToString());
        using (Stage.Append("middle", SecretStep))
        {
            var before = Client.More;
            Client.More = before.SetItem("STAGE_SECRET", "1");
            var end = await CallAsync("BuildAll");
            Client.More = before;

            Assert.That(end.ExitCode, Is.EqualTo(2), end.ToString());
            Assert.That(end.ToString(), Does.Contain("image 'middle': the secret 'token' is in the variable 'STAGE_TOKEN', which is not set"));
        }
    }

    /// <summary>Runs a call with the secrets in its environment, and looks at all other processes as often as it can until it ends.</summary>
    private static async Task<(CallResult End, IReadOnlyCollection<string> Seen)> WatchAsync(WorkingCopy copy, Action<ISet<string>> look, params string[] words)
    {
        var more = copy.More;
        copy.More = more.SetItem("STAGE_SECRET", "1").SetItem("STAGE_TOKEN", BuildSecret);
        try
        {
            using var call = RunningCall.Start(copy, words);
            var ending = call.EndAsync(RemoteStage.Patience);
            var (seen, there, looks) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), 0);
            var looking = Task.Run(async () =>
            {
                // Files come and go faster than all processes can be looked through.
                do
                {
                    look(there);
                }
                while (await Task.WhenAny(ending, Task.Delay(2)) != ending);
            });
            do
            {
                looks++;
                foreach (var id in Processes.Ids())
                {
                    var line = Processes.Read(id, "cmdline").Replace('\0', ' ');
                    if (HasCanary(line))
                    {
                        seen.Add($"command line: {line}");
                    }

                    // The caller gave them to the call in its environment, which its children have, too; what runs on the host is none of these.
                    if (HasCanary(Processes.Read(id, "environ")) && Processes.IsBelow(id, call.ProcessId) == false)
                    {
                        seen.Add($"environment of {id}: {line}");
                    }
                }
            }
            while (await Task.WhenAny(ending, Task.Delay(5)) != ending);

            TestContext.Out.WriteLine($"{looks} looks");
            Assert.That(looks, Is.GreaterThan(10));
            var end = await ending;
            if (HasCanary(end.ToString()))
            {
                seen.Add("what the call says");
            }

            await looking;
            return (end, [.. seen, .. there]);
        }
        finally
        {
            copy.More = more;
        }
    }

    /// <summary>Looks at the private files of a run on the host: the login and the secret are in files of their own, which nobody else may read, and in no other.</summary>
    private void LookAtHost(ISet<string> names, ISet<string> seen)
    {
        const UnixFileMode others = (UnixFileMode)0b111_111;
        var root = Path.Combine(Stage.State, "run");
        foreach (var file in Files())
        {
            try
            {
                // While it comes it has a name beside its own: config.json.4711.tmp.
                var (name, isSecret) = (Path.GetFileName(file), HasCanary(File.ReadAllText(file)));
                name = name.EndsWith(".tmp", StringComparison.Ordinal) ? name[..name.LastIndexOf('.', name.Length - 5)] : name;
                names.Add(name);
                if (isSecret && (name is not ("config.json" or "token") || (File.GetUnixFileMode(file) & others) != 0))
                {
                    seen.Add($"file {file}, mode {File.GetUnixFileMode(file)}");
                }

                var folder = Path.Combine(root, Path.GetRelativePath(root, file).Split('/')[0]);
                if (isSecret && (File.GetUnixFileMode(folder) & others) != 0)
                {
                    seen.Add($"folder {folder}, mode {File.GetUnixFileMode(folder)}");
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It went while we looked.
            }
        }

        string[] Files()
        {
            try
            {
                // Links lead to what the host's own docker client has, whose files come and go.
                return Directory.GetFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // A folder went while we looked, or nothing is there yet.
                return [];
            }
        }
    }

    private static async Task HasNoneInImagesAsync(EngineConnection engine)
    {
        foreach (var image in SmallImages.Names)
        {
            foreach (string[] words in new[] { ["image", "inspect", $"{image}:v1"], new[] { "image", "history", "--no-trunc", $"{image}:v1" } })
            {
                var output = await new LocalHost().RequireAsync(new Command(engine.Docker, [.. words]) { Environment = engine.Environment }, CancellationToken.None);
                Assert.That(HasCanary(output.Output), Is.False, output.Output);
            }
        }
    }

    /// <summary>Files below a folder that hold a secret; grep, since the engine holds locks that .NET heeds.</summary>
    private static async Task<IEnumerable<string>> FilesWithCanaryAsync(string root, params string[] except)
    {
        var grep = new Command("grep", ["-rlaF", "--devices=skip", .. except.Select(e => $"--exclude-dir={e}"), "-f", "-", "--", root]) { Input = string.Join('\n', Canaries) };
        var output = await new LocalHost().CaptureAsync(grep, CancellationToken.None);

        // 2: a file went while it looked.
        Assert.That(output.ExitCode, Is.LessThanOrEqualTo(2), output.LastLines());
        return output.Lines.Where(l => !l.IsError).Select(l => l.Text);
    }

    private static bool HasCanary(string text) => Canaries.Any(c => text.Contains(c, StringComparison.Ordinal));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=');
}
