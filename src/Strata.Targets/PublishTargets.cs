using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Publishing;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Planning;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What the targets that publish do.</summary>
internal static class PublishTargets
{
    /// <summary>Finds out before anything is built what would keep the images from being published.</summary>
    /// <exception cref="DefinitionException">No registry is named, the supply is Debian and nobody asked for it, or values cannot tell images apart.</exception>
    public static void Check(StrataSession session)
    {
        RegistrySelection.Require(session);
        PushGuard.Check(session.Supply);
        if (session.Build is IPublishImages { Output: { } format })
        {
            DeploymentValues.Check(format, session.PlannedImages.Select(i => i.Name).Concat(session.Graph.Consumed.Select(c => c.Name)));
        }
    }

    /// <summary>The images of others that the deployment values of a call name; what the lock lacks of them is locked. None where it writes no values.</summary>
    /// <exception cref="StrataException">The lock lacks some and must not change (exit code 2), or their registry does not answer (5).</exception>
    public static async Task<ImmutableArray<(string Name, ImageReference Reference)>> ConsumedAsync(StrataSession session, CancellationToken cancellation) =>
        session.Build is IPublishImages { Output: not null } && RemoteImages.Publishes(session) ? await LockTargets.ConsumedAsync(session, cancellation) : [];

    /// <summary>Whether the call publishes images under their names.</summary>
    public static bool MovesNames(StrataSession session) => session.Build is IPublishImages { Unnamed: false } && RemoteImages.Publishes(session);

    /// <summary>Publishes the images of a call, and writes images.json and deployment values.</summary>
    /// <param name="session">The session.</param>
    /// <param name="find">Where an image was built, and is pushed from, and the engine that has it; that is null when the registry has it already.</param>
    /// <param name="images">All images of the call, parents first.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<PublishResult> PublishAsync(
        StrataSession session, Func<string, (BuildPlace Place, EngineConnection? Engine)> find, ImmutableArray<ImageToPublish> images, CancellationToken cancellation)
    {
        Check(session);
        var consumed = await ConsumedAsync(session, cancellation);
        var credentials = RegistrySelection.Credentials(session, new LocalHost());
        using var client = new RegistryClient(credentials);
        var requests = await RequestsAsync(session, find, images, cancellation);
        var platform = PlatformOf(images.Select(i => find(i.Image.Name).Engine).FirstOrDefault(e => e is not null));
        Action<string> note = ConsoleOutput.Progress.WriteLine;
        await using var turn = await TurnAsync(session, note, cancellation);
        var publisher = new RegistryPublisher(client, new PlacesPusher(find, credentials), platform, note);
        var result = await new ComparingPublisher(publisher, client, platform).PublishAsync(requests, cancellation);
        SizeChanges.Tell(session.Build, result.Images);
        await WriteAsync(session, (session.Build as IPublishImages)?.Output, result.Images, consumed, cancellation);
        return result;
    }

    /// <summary>Brings the bytes of one image to the registry under its fingerprint's tag; no name is moved.</summary>
    /// <returns>Its digest there.</returns>
    public static async Task<string> BringAsync(
        StrataSession session, BuildPlace place, EngineConnection engine, PublishImage image, Action<string> note, CancellationToken cancellation)
    {
        var credentials = RegistrySelection.Credentials(session, new LocalHost());
        using var client = new RegistryClient(credentials);
        var publisher = new RegistryPublisher(client, new PlacesPusher(_ => (place, engine), credentials), PlatformOf(engine), note);
        return (await publisher.PublishAsync([image], cancellation)).Images[0].Digest.ToString();
    }

    /// <summary>What a promotion is to move: a tag, and each image with its repository and the tag that it has now.</summary>
    /// <exception cref="DefinitionException">No registry is named, or the tag to move or to take is missing or none.</exception>
    public static (string Tag, (string Image, ImageReference Repository, string From)[] Images) Promoted(StrataSession session, IPublishImages build)
    {
        var prefix = RegistrySelection.Require(session);
        if (build.Tag is not { } tag)
        {
            throw new DefinitionException(new Problem("promote", "the tag to move is missing", "add --tag stable"));
        }

        foreach (var (parameter, text) in new[] { ("--tag", tag), ("--from", build.From) })
        {
            if (text is not null && ImageTag.WhyInvalid(text) is { } why)
            {
                throw new DefinitionException(new Problem(parameter, why));
            }
        }

        var images = session.Images.Definitions.Where(i => !i.Unavailable.ContainsKey(session.Supply.Supply));
        return (tag, [.. images.Select(i => (i.Name, prefix.Repository(i.Name), build.From ?? i.Version ?? throw Missing(i.Name)))]);
    }

    /// <summary>Moves a tag for all images of the graph to what another tag means.</summary>
    public static async Task PromoteAsync(StrataSession session, IPublishImages build, CancellationToken cancellation)
    {
        var (tag, named) = Promoted(session, build);
        using var client = new RegistryClient(RegistrySelection.Credentials(session, new LocalHost()));
        if (DryRun.IsAsked(session))
        {
            foreach (var move in await new Promotion(client).FindAsync(named, tag, cancellation))
            {
                System.Console.Out.WriteLine($"would move {move.To} -> {move.From.Tag} {move.Digest}");
            }

            return;
        }

        await using var turn = await TurnAsync(session, ConsoleOutput.Progress.WriteLine, cancellation);
        var (meant, moved) = await new Promotion(client).PromoteAsync(named, tag, cancellation);
        foreach (var move in meant)
        {
            System.Console.Out.WriteLine($"{(moved.Contains(move) ? "moved" : "kept ")} {move.To} -> {move.From.Tag} {move.Digest}");
        }
    }

    // Two calls of one machine do not move names at the same time. A forge's own groups of runs do that, too, where it heeds them.
    private static async Task<FileLock> TurnAsync(StrataSession session, Action<string> note, CancellationToken cancellation)
    {
        var state = StateDirectory.Locate(Environment.GetEnvironmentVariable);
        state.Create();
        var registry = RegistrySelection.Require(session).Domain.Replace(':', '-');
        return await FileLock.TakeAsync(
            state.Combine("locks", $"publish-{registry}"), $"publishing to {registry}", holder => note($"waits: {holder} publishes there, too"), cancellation);
    }

    private static DefinitionException Missing(string image) =>
        new(new Problem("promote", $"image '{image}' has no version of its own", "say which tag is meant with --from v0.0.1"));

    private static async Task<ImmutableArray<PublishImage>> RequestsAsync(
        StrataSession session, Func<string, (BuildPlace Place, EngineConnection? Engine)> find, ImmutableArray<ImageToPublish> images, CancellationToken cancellation)
    {
        var prefix = RegistrySelection.Require(session);
        var requests = ImmutableArray.CreateBuilder<PublishImage>();
        foreach (var image in images)
        {
            var (place, engine) = find(image.Image.Name);
            var fingerprint = image.Fingerprint ?? await LabelAsync(place.Host, engine, image, cancellation);
            requests.Add(new PublishImage(image.Image.Name, prefix.Repository(image.Image.Name), fingerprint, image.Tags)
            {
                Local = image.Local,
                Base = LayerBase.ParentOf(session.Graph.Inputs(image.Image)),
                Replaces = image.Replaces,
            });
        }

        return requests.ToImmutable();
    }

    private static async Task<Fingerprint> LabelAsync(IBuildHost host, EngineConnection? engine, ImageToPublish image, CancellationToken cancellation)
    {
        if (engine is not null && image.Local is { } local)
        {
            var format = $$$"""{{index .Config.Labels "{{{ImageStore.FingerprintLabel}}}"}}""";
            var output = await host.CaptureAsync(new Command(engine.Docker, "image", "inspect", "--format", format, "--", local) { Environment = engine.Environment }, cancellation);
            if (output.ExitCode == 0 && output.Output.Trim() is { Length: 64 } hex)
            {
                return new Fingerprint(hex);
            }
        }

        throw new StrataException(ExitCode.Registry, new Problem($"image '{image.Image.Name}'", "it does not say what it is made of", "build it anew"));
    }

    private static async Task WriteAsync(
        StrataSession session, DeploymentFormat? format, ImmutableArray<PublishedImage> images, ImmutableArray<(string Name, ImageReference Reference)> consumed, CancellationToken cancellation)
    {
        var folder = Path.Combine(session.Root, "artifacts");
        await ImagesFile.WriteAsync(Path.Combine(folder, "images.json"), images, cancellation);
        if (format is { } wanted)
        {
            // Bases are nothing that one deploys.
            var services = images.Where(i => wanted != DeploymentFormat.Compose || !session.Images.Definitions.Single(d => d.Name == i.Image).Ports.IsEmpty);
            var file = await DeploymentValues.WriteAsync(folder, wanted, [.. services], consumed, cancellation);
            ConsoleOutput.Progress.WriteLine($"values  {Path.GetRelativePath(session.Root, file)}");
        }

        var pushed = images.Count(i => i.WasPushed);
        ConsoleOutput.Progress.WriteLine($"published {images.Length} images: {pushed} pushed, {images.Length - pushed} were there already · artifacts/images.json");
    }

    private static Platform PlatformOf(EngineConnection? engine) => Platform.TryParse(engine?.Platform, out var own) ? own : Platform.Default;

    // Where no engine is at hand, the registry has every image already.
    private sealed class PlacesPusher(Func<string, (BuildPlace Place, EngineConnection? Engine)> find, ICredentialSource credentials) : IImagePusher
    {
        public Task PushAsync(PublishImage image, CancellationToken cancellation) => find(image.Image) is (var place, { } engine)
            ? new EnginePusher(place.Host, engine, credentials, place.Scratch).PushAsync(image, cancellation)
            : throw new StrataException(ExitCode.Unreachable, new Problem($"pushing '{image.Repository.Path}'", "no engine is at hand"));
    }
}
