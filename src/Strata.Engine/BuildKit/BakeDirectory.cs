using System.Collections.Immutable;
using System.Text;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.Engine.BuildKit;

/// <summary>The private files of one bake on its host, and the command that reads them.</summary>
/// <param name="host">Where bake runs.</param>
/// <param name="engine">The engine that it reaches.</param>
/// <param name="path">The directory; absolute on the host, made when missing.</param>
internal sealed class BakeDirectory(IBuildHost host, EngineConnection engine, string path)
{
    // What bake or buildx would take from the caller's surroundings, so that only the request counts.
    private static readonly ImmutableArray<KeyValuePair<string, string?>> Surroundings =
    [
        new("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"),
        new("BUILDX_METADATA_PROVENANCE", "disabled"),
        new("BUILDX_METADATA_WARNINGS", null),
        new("BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP", "1"),
        new("BUILDX_BAKE_ENTITLEMENTS_FS", "0"),
        new("BUILDX_BAKE_FILE", null),
        new("BUILDX_BAKE_FILE_SEPARATOR", null),
        new("BUILDX_BAKE_FILE_RELATIVE_PATHS", null),
        new("BUILDX_GIT_INFO", "false"),
        new("BUILDX_GIT_LABELS", null),
        new("BUILDKIT_PROGRESS", null),
        new("DOCKER_DEFAULT_PLATFORM", null),
        new("SOURCE_DATE_EPOCH", null),
    ];

    /// <summary>Absolute on the host.</summary>
    public string Path => path;

    /// <summary>Writes what bake reads: its file, the Dockerfiles that take the place of those in the tree, and secrets for another machine.</summary>
    public async Task WriteAsync(SolveRequest request, CancellationToken cancellation)
    {
        await WriteDockerfilesAsync(request, cancellation).ConfigureAwait(false);
        await WriteSecretsAsync(request, cancellation).ConfigureAwait(false);
        await host.WriteFileAsync($"{path}/bake.json", Encoding.UTF8.GetBytes(Render(request)), isPrivate: true, cancellation).ConfigureAwait(false);
    }

    /// <summary>The text of the bake file.</summary>
    public string Render(SolveRequest request) => BakeFile.Render(request, engine, Copies(request), SecretCopy);

    /// <summary>The command that solves some targets of the file.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="part">Its number, from 0, when several commands solve the file one after the other.</param>
    public Command Command(IEnumerable<SolveTarget> targets, int part = 0)
    {
        ImmutableArray<string> builder = engine.Builder is null ? [] : ["--builder", engine.Builder];
        ImmutableArray<string> allow = engine.HostNetworkOnly && HasAllow(engine.BuildxVersion) ? ["--allow", "network.host"] : [];
        return engine.BuildxCommand(
            [.. builder, "bake", "--file", $"{path}/bake.json", "--progress", "rawjson", "--metadata-file", Metadata(part), .. allow, "--", .. targets.Select(t => t.Name)]) with
        {
            WorkingDirectory = path,
            Environment = engine.Environment.SetItems(Surroundings),
            InterruptFirst = true,
        };
    }

    /// <summary>The digests that bake told, by target.</summary>
    /// <param name="parts">How many commands solved the file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ImmutableDictionary<string, string>> DigestsAsync(int parts, CancellationToken cancellation)
    {
        var digests = ImmutableDictionary<string, string>.Empty;
        for (var part = 0; part < parts; part++)
        {
            digests = digests.SetItems(BakeMetadata.Digests(await host.ReadFileAsync(Metadata(part), cancellation).ConfigureAwait(false) ?? "{}"u8.ToArray()));
        }

        return digests;
    }

    /// <summary>Deletes the directory; a cancellation does not cut this short, and a lost host is passed over.</summary>
    public async Task DeleteAsync()
    {
        try
        {
            await host.DeleteDirectoryAsync(path, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StrataException)
        {
            // The host is lost: what ended the run has said so already, and must not be hidden by this.
        }
    }

    private string Metadata(int part) => $"{path}/metadata-{part}.json";

    // Older ones than 0.17 grant what the file asks for, and do not know the option.
    private static bool HasAllow(string buildx) => !Version.TryParse(buildx.Split('+', '-', '~')[0].TrimStart('v'), out var version) || version >= new Version(0, 17);

    // A buildx of this machine reads secrets where we would; another one a private copy, which came over standard input and goes with the run.
    private string? SecretCopy(SolveTarget target, SolveSecret secret) => host is LocalHost ? null : $"{path}/{target.Name}/secrets/{secret.Id}";

    private async Task WriteSecretsAsync(SolveRequest request, CancellationToken cancellation)
    {
        foreach (var (target, secret) in request.Targets.SelectMany(t => t.Secrets.Select(s => (t, s))))
        {
            if (SecretCopy(target, secret) is { } copy)
            {
                await host.WriteFileAsync(copy, await secret.ReadAsync(cancellation).ConfigureAwait(false), isPrivate: true, cancellation).ConfigureAwait(false);
            }
        }
    }

    // Where a private Dockerfile takes the place of the one in the tree.
    private Dictionary<string, string> Copies(SolveRequest request) => request.Targets
        .Where(t => t.IsDockerfileLinked || t.UseBuiltInFrontend && BuiltInFrontend.WithoutSyntax(t.DockerfileText) is not null)
        .ToDictionary(t => t.Name, t => $"{path}/{t.Name}/{HostPath.Name(HostPath.Join(request.ContextRoot, t.Dockerfile))}", StringComparer.Ordinal);

    private async Task WriteDockerfilesAsync(SolveRequest request, CancellationToken cancellation)
    {
        var copies = Copies(request);
        foreach (var target in request.Targets.Where(t => copies.ContainsKey(t.Name)))
        {
            var original = HostPath.Join(request.ContextRoot, target.Dockerfile);
            var (text, copy) = ((target.UseBuiltInFrontend ? BuiltInFrontend.WithoutSyntax(target.DockerfileText) : null) ?? target.DockerfileText, copies[target.Name]);
            await host.WriteFileAsync(copy, Encoding.UTF8.GetBytes(text), isPrivate: true, cancellation).ConfigureAwait(false);
            if (await host.ReadFileAsync($"{original}.dockerignore", cancellation).ConfigureAwait(false) is { } ignore)
            {
                await host.WriteFileAsync($"{copy}.dockerignore", ignore, isPrivate: true, cancellation).ConfigureAwait(false);
            }
        }
    }
}
