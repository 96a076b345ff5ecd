using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Planning;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>The images of a call that its registry has already.</summary>
internal sealed class RemoteImages(StrataSession session, IBuildHost host, IBuildProgress progress)
{
    private bool _isSilent;

    /// <summary>The call publishes what it builds, so that the registry has to answer.</summary>
    public bool IsPublishing { get; } = Publishes(session);

    /// <summary>Whether a call publishes what it builds.</summary>
    public static bool Publishes(StrataSession session) => session.Build is IPublishImages build
        && (build.Push || session.Build.ExecutionPlan.Any(t => t.Name == nameof(IPublishImages.PublishAll)));

    /// <summary>Looks for images of these very fingerprints; nothing is asked when the user names no registry.</summary>
    /// <param name="manifests">What images are made of.</param>
    /// <param name="images">Which of them to look for.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="RegistryException">The registry refuses or fails, and the call publishes to it; another call goes on without it, and says so.</exception>
    public async Task<ImmutableDictionary<string, RemoteImage>> FindAsync(
        IReadOnlyDictionary<string, InputManifest> manifests, IEnumerable<string> images, CancellationToken cancellation)
    {
        if (_isSilent || RegistrySelection.Prefix(session) is not { } prefix)
        {
            return ImmutableDictionary<string, RemoteImage>.Empty;
        }

        using var client = new RegistryClient(RegistrySelection.Credentials(session, host));
        try
        {
            var found = await new RegistryStore(client, Platform.Default).FindAsync(
                images.Select(i => new RegistryQuery(i, prefix.Repository(i), manifests[i].Fingerprint)), cancellation);
            return found.ToImmutableDictionary(i => i.Key, i => Of(i.Value), StringComparer.Ordinal);
        }
        catch (RegistryException e) when (!IsPublishing)
        {
            _isSilent = true;
            progress.Report(new BuildEvent.Warning(null, $"the registry is left out: {e.Message}"));
            return ImmutableDictionary<string, RemoteImage>.Empty;
        }
    }

    /// <summary>What signs the engine's client in where a build stands on an image that only the registry has, or keeps its steps there; null when none does.</summary>
    public static async Task<ClientConfig?> SignInAsync(
        StrataSession session, IBuildHost host, EngineConnection? engine, BuildPlan plan, bool isSplit, string scratch, CancellationToken cancellation) =>
        engine is not null && plan.ToBuild.Any() && (isSplit || plan.ToReuse.Any(s => s.Reused!.IsRemote) || RegistrySelection.Cache(session) is not null) && RegistrySelection.Prefix(session) is { } prefix
            ? await ClientConfig.CreateAsync(host, engine, RegistrySelection.Credentials(session, new LocalHost()), prefix.Domain, scratch, cancellation)
            : null;

    private static RemoteImage Of(RegistryImage image) => new(
        image.Reference.ToString(), image.Digest.ToString(), image.ConfigDigest?.ToString() ?? "", image.Fingerprint!.Value, image.DiffIds, image.Created);
}
