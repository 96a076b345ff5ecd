using System.Collections.Immutable;
using Strata.Oci;

namespace Strata.Engine.Engines;

/// <summary>The images of an engine of ours, read where it keeps them: all names in one call, what is behind them from its content on disk.</summary>
/// <remarks>
/// The engine's own list looks into each image and sums up its snapshots: about 8 ms for each. What its containerd knows by name takes one call, and
/// manifests and configs never change under their digests. Interfaces: https://github.com/containerd/containerd/blob/main/api/services/images/v1/images.proto.
/// </remarks>
/// <param name="Socket">Containerd's own socket on this machine, absolute.</param>
/// <param name="Content">The folder of its content store on this machine, absolute.</param>
public sealed record ContainerdStore(string Socket, string Content)
{
    // Dockerd's default. Where another one keeps the layers, this one knows none of them.
    private const string Snapshotter = "overlayfs";

    /// <summary>The content store.</summary>
    internal ContentStore Blobs => new(Content);

    /// <summary>The digest behind each name, such as <c>docker.io/library/base-ml:dev</c>.</summary>
    /// <exception cref="HttpRequestException">No containerd answers, or not with success.</exception>
    internal async Task<ImmutableArray<(string Name, string Digest)>> ListAsync(CancellationToken cancellation)
    {
        // A request without any filter is an empty message.
        var answers = await ContainerdCall.AskAsync(Socket, "containerd.services.images.v1.Images/List", [[]], cancellation).ConfigureAwait(false);
        return Names(answers[0] ?? throw new HttpRequestException("containerd does not list its images"));
    }

    /// <summary>Bytes on disk of unpacked layers, each without those below it, by chain id; one that is not unpacked is left out.</summary>
    /// <exception cref="HttpRequestException">No containerd answers, or not with success.</exception>
    /// <remarks>https://github.com/containerd/containerd/blob/main/api/services/snapshots/v1/snapshots.proto.</remarks>
    internal async Task<ImmutableDictionary<Digest, long>> UsageAsync(IEnumerable<Digest> chains, CancellationToken cancellation)
    {
        // UsageRequest { string snapshotter = 1; string key = 2; }, UsageResponse { int64 size = 1; }
        var sizes = ImmutableDictionary.CreateBuilder<Digest, long>();
        foreach (var part in chains.Distinct().Chunk(ContainerdCall.MostAtOnce))
        {
            byte[][] requests = [.. part.Select(chain => (byte[])[.. ProtobufReader.Text(1, Snapshotter), .. ProtobufReader.Text(2, chain.ToString())])];
            var answers = await ContainerdCall.AskAsync(Socket, "containerd.services.snapshots.v1.Snapshots/Usage", requests, cancellation).ConfigureAwait(false);
            sizes.AddRange(part.Zip(answers).Where(s => s.Second is not null).Select(s => KeyValuePair.Create(s.First, (long)ProtobufReader.FirstNumber(s.Second))));
        }

        return sizes.ToImmutable();
    }

    /// <summary>What an image's config says; null when it is not whole here.</summary>
    /// <param name="digest">Of its manifest, or of an index of the engine's platform and attestations.</param>
    internal ImageConfig? ReadConfig(string digest)
    {
        try
        {
            return Digest.TryParse(digest, out var own) && Blobs.ReadManifest(own) is { } manifest && Blobs.Read(ImageManifest.Parse(manifest).Config.Digest) is { } config
                ? ImageConfig.Parse(config)
                : null;
        }
        catch (FormatException)
        {
            // Content of another kind, such as an artifact that somebody pulled.
            return null;
        }
    }

    // ListImagesResponse { repeated Image images = 1; }, Image { string name = 1; Descriptor target = 3; }, Descriptor { string digest = 2; }
    private static ImmutableArray<(string Name, string Digest)> Names(ReadOnlySpan<byte> response)
    {
        var names = ImmutableArray.CreateBuilder<(string, string)>();
        var images = new ProtobufReader(response);
        while (images.Next(out var field, out var image))
        {
            if (field != 1)
            {
                continue;
            }

            var (name, digest) = ("", "");
            var parts = new ProtobufReader(image);
            while (parts.Next(out var part, out var value))
            {
                name = part == 1 ? System.Text.Encoding.UTF8.GetString(value) : name;
                digest = part == 3 ? Text(value, 2) : digest;
            }

            names.Add((name, digest));
        }

        return names.ToImmutable();
    }

    private static string Text(ReadOnlySpan<byte> message, int wanted)
    {
        var fields = new ProtobufReader(message);
        while (fields.Next(out var field, out var value))
        {
            if (field == wanted)
            {
                return System.Text.Encoding.UTF8.GetString(value);
            }
        }

        return "";
    }
}
