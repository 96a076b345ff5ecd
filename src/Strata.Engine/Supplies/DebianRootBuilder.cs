using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>Makes root file systems of Debian's packages with mmdebstrap, as OCI layouts under the state folder of a host.</summary>
/// <param name="host">Where they are made and kept: a Debian; as root, or as a user with subordinate ids.</param>
/// <param name="stateFolder">The state folder on that host; absolute.</param>
/// <param name="progress">Hears notes.</param>
public sealed class DebianRootBuilder(IBuildHost host, string stateFolder, IBuildProgress progress)
{
    private const int ExcerptLines = 15;

    /// <summary>Makes a root of what the mirror holds by the lock, or takes the one that stands there from an earlier call of any process.</summary>
    /// <param name="root">What to make.</param>
    /// <param name="locked">What the mirror holds, as was just looked up.</param>
    /// <param name="refresh">Make it anew; builds that read the earlier one are not disturbed.</param>
    /// <param name="cancellation">Ends mmdebstrap; the next call begins anew.</param>
    /// <exception cref="StrataException">The host is no Debian (exit code 4), or mmdebstrap failed (1).</exception>
    public async Task<ContextSource.OciLayout> BuildAsync(DebianRoot root, DebianLock locked, bool refresh, CancellationToken cancellation)
    {
        var recipe = await RecipeAsync(root, locked, cancellation).ConfigureAwait(false);
        var directory = Directory(recipe);
        if (!refresh && await FindAsync(directory, cancellation).ConfigureAwait(false) is { } digest)
        {
            return new ContextSource.OciLayout(directory, digest);
        }

        Note($"makes a Debian {root.Suite} with {(root.Packages.IsEmpty ? "nothing more" : string.Join(", ", root.Packages))} from {recipe.Machine.Mirror.Archive.Host}");
        var layer = await MakeLayerAsync(recipe, directory, refresh, cancellation).ConfigureAwait(false);
        digest = await new OciLayoutWriter(host, directory)
            .WriteAsync(layer, OciPlatform.FromDebian(recipe.Machine.Architecture), DebianRootRecipe.Epoch, cancellation).ConfigureAwait(false);
        return new ContextSource.OciLayout(directory, digest);
    }

    /// <summary>The root that stands there from an earlier call of any process; null when there is none.</summary>
    /// <exception cref="StrataException">The host is no Debian (exit code 4).</exception>
    public async Task<ContextSource.OciLayout?> FindAsync(DebianRoot root, DebianLock locked, CancellationToken cancellation)
    {
        var directory = Directory(await RecipeAsync(root, locked, cancellation).ConfigureAwait(false));
        return await FindAsync(directory, cancellation).ConfigureAwait(false) is { } digest ? new ContextSource.OciLayout(directory, digest) : null;
    }

    private async Task<DebianRootRecipe> RecipeAsync(DebianRoot root, DebianLock locked, CancellationToken cancellation)
    {
        RequireWords(root);
        return new DebianRootRecipe(root, await DebianMachine.RequireAsync(host, cancellation).ConfigureAwait(false), locked);
    }

    private string Directory(DebianRootRecipe recipe) => $"{stateFolder}/supply/debian/{recipe.Key}";

    // Words of a definition become arguments of mmdebstrap, where a comma or a leading dash would mean something else.
    private static void RequireWords(DebianRoot root)
    {
        if (root.Packages.Prepend(root.Suite).FirstOrDefault(w => w.Length == 0 || !char.IsAsciiLetterOrDigit(w[0]) || w.Any(c => !char.IsAsciiLetterOrDigit(c) && !"+-.:".Contains(c))) is { } word)
        {
            throw new DefinitionException(new Problem("supply debian", $"'{word}' is no name of a suite or package of Debian"));
        }
    }

    // What was damaged since (a full disk, a cleaning) counts as not there.
    private async Task<string?> FindAsync(string directory, CancellationToken cancellation)
    {
        if (await DigestOfAsync($"{directory}/index.json", "manifests", cancellation).ConfigureAwait(false) is not var (digest, _))
        {
            return null;
        }

        if (await DigestOfAsync($"{directory}/blobs/sha256/{Hex(digest)}", "layers", cancellation).ConfigureAwait(false) is not var (layer, size))
        {
            return null;
        }

        var found = await host.CaptureAsync(new Command("stat", "-c", "%s", $"{directory}/blobs/sha256/{Hex(layer)}"), cancellation).ConfigureAwait(false);
        if (found.ExitCode == 0 && found.Output.Trim() == size.ToString())
        {
            return digest;
        }

        Note("the Debian root that was made earlier is damaged, so it is made anew");
        return null;
    }

    private async Task<(string Digest, long Size)?> DigestOfAsync(string file, string list, CancellationToken cancellation)
    {
        try
        {
            var content = await host.ReadFileAsync(file, cancellation).ConfigureAwait(false);
            return content is not null
                && JsonNode.Parse(content)?[list]?[0] is JsonObject first
                && first["digest"]?.GetValue<string>() is { Length: 71 } digest && digest.StartsWith("sha256:", StringComparison.Ordinal)
                && first["size"]?.GetValue<long>() is { } size
                    ? (digest, size)
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not what we wrote, so it counts as not there.
            return null;
        }
    }

    private async Task<LayerBlob> MakeLayerAsync(DebianRootRecipe recipe, string directory, bool refresh, CancellationToken cancellation)
    {
        var command = new Command("sh", ["-c", DebianRootScript.Text, "strata", directory, $"{stateFolder}/tools/mmdebstrap", refresh ? "anew" : "once", .. recipe.Arguments])
        {
            Environment = ImmutableDictionary<string, string?>.Empty
                .Add("SOURCE_DATE_EPOCH", DebianRootRecipe.Epoch.ToUnixTimeSeconds().ToString())
                .Add("DEBIAN_FRONTEND", "noninteractive"),
            GracePeriod = TimeSpan.FromSeconds(20),
        };
        var last = new Queue<string>();
        LayerBlob? layer = null;
        var code = await host.RunAsync(command, Listen, cancellation).ConfigureAwait(false);
        return code == 0 && layer is not null ? layer : throw new StrataException(ExitCode.BuildFailed, new Problem(
            $"making a Debian {recipe.Root.Suite} on {host.Name}",
            $"mmdebstrap exited with code {code}",
            "look at the apt sources of that machine, and whether the suite has these packages",
            string.Join('\n', last)));

        void Listen(OutputLine line)
        {
            if (LayerBlob.TryParse(line.Text) is { } made)
            {
                layer = made;
                return;
            }

            last.Enqueue(line.Text);
            if (last.Count > ExcerptLines)
            {
                last.Dequeue();
            }

            // Of what mmdebstrap says only its phases are worth a line: 'I: extracting archives...'.
            if (!line.IsError || line.Text is ['I', ':', ' ', .., '.', '.', '.'] && !line.Text.Contains('/'))
            {
                Note($"debian {recipe.Root.Suite}: {(line.IsError ? line.Text[3..^3] : line.Text)}");
            }
        }
    }

    private void Note(string text) => progress.Report(new BuildEvent.Note(text));

    private static string Hex(string digest) => digest["sha256:".Length..];
}
