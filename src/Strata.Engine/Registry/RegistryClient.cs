using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Strata.Oci;

namespace Strata.Engine.Registry;

/// <summary>Speaks the API of OCI registries: manifests, small blobs, mounts and tags. All that is read is held against its digest.</summary>
/// <remarks>Safe for many calls at once. Every call throws <see cref="RegistryException"/> (exit code 5) when the registry refuses, fails or lies.</remarks>
public sealed class RegistryClient : IDisposable
{
    private const int MostPages = 1000;

    private readonly RegistryTransport _transport;

    /// <summary>Creates a client.</summary>
    /// <param name="credentials">Who the user is.</param>
    /// <param name="limits">How patient it is; null for <see cref="RegistryLimits.Default"/>.</param>
    /// <param name="clock">The clock of waits and of tokens' ends; null for the system's.</param>
    public RegistryClient(ICredentialSource credentials, RegistryLimits? limits = null, TimeProvider? clock = null) =>
        _transport = new RegistryTransport(credentials, limits ?? RegistryLimits.Default, clock ?? TimeProvider.System);

    /// <summary>The digest behind a tag or digest; null when the repository has no such manifest.</summary>
    public async Task<Digest?> FindDigestAsync(ImageReference reference, CancellationToken cancellation)
    {
        var request = Manifest(HttpMethod.Head, reference, "pull") with { Accept = MediaTypes.Manifests };
        var answer = await _transport.SendAsync(request, cancellation, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            return null;
        }

        // The header is optional; without it the content tells.
        return Digest.TryParse(answer.Header("Docker-Content-Digest"), out var digest)
            ? digest
            : (await FindManifestAsync(reference, cancellation).ConfigureAwait(false))?.Digest;
    }

    /// <summary>The manifest or index behind a tag or digest; null when the repository has none.</summary>
    public async Task<RegistryManifest?> FindManifestAsync(ImageReference reference, CancellationToken cancellation)
    {
        var request = Manifest(HttpMethod.Get, reference, "pull") with
        {
            Accept = MediaTypes.Manifests,
            Check = a => HoldManifest(a.Body, reference.Digest ?? (Digest.TryParse(a.Header("Docker-Content-Digest"), out var said) ? said : null)),
        };
        var answer = await _transport.SendAsync(request, cancellation, HttpStatusCode.NotFound).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.NotFound
            ? null
            : new RegistryManifest(answer.Content.ContentType?.MediaType ?? MediaTypes.OciManifest, reference.Digest ?? Digest.Of(answer.Body), answer.Body);
    }

    /// <summary>Puts a manifest under a tag, which then means it and nothing else; its blobs have to be in the repository.</summary>
    public async Task PutManifestAsync(ImageReference reference, RegistryManifest manifest, CancellationToken cancellation)
    {
        var request = Manifest(HttpMethod.Put, reference, "pull,push") with { Body = manifest.Content, BodyType = manifest.MediaType };
        var answer = await _transport.SendAsync(request, cancellation).ConfigureAwait(false);
        if (Digest.TryParse(answer.Header("Docker-Content-Digest"), out var digest) && digest.Algorithm == manifest.Digest.Algorithm && digest != manifest.Digest)
        {
            throw new RegistryException(new Problem(request.Place, $"{request.Text}: the registry stored '{digest}' in place of '{manifest.Digest}'"));
        }
    }

    /// <summary>Whether a repository has a blob.</summary>
    public async Task<bool> HasBlobAsync(ImageReference repository, Digest digest, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Head, repository.Domain, $"/v2/{repository.Path}/blobs/{digest}", repository.Path, Scope(repository, "pull"));
        return (await _transport.SendAsync(request, cancellation, HttpStatusCode.NotFound).ConfigureAwait(false)).IsSuccess;
    }

    /// <summary>Reads a small blob, such as a config.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(ImageReference repository, Digest digest, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Get, repository.Domain, $"/v2/{repository.Path}/blobs/{digest}", repository.Path, Scope(repository, "pull"))
        {
            Check = a => Hold(a.Body, digest),
        };
        return (await _transport.SendAsync(request, cancellation).ConfigureAwait(false)).Body;
    }

    /// <summary>Opens a blob of any size, from some byte on; whoever reads it has to hold it against its digest.</summary>
    public Task<Stream> OpenBlobAsync(ImageReference repository, Digest digest, long offset, CancellationToken cancellation) => _transport.OpenAsync(
        new RegistryRequest(HttpMethod.Get, repository.Domain, $"/v2/{repository.Path}/blobs/{digest}", repository.Path, Scope(repository, "pull")), offset, cancellation);

    /// <summary>Makes a blob of another repository of the same registry one of this too, without any bytes sent; false when the registry would have to be sent it.</summary>
    public async Task<bool> MountBlobAsync(ImageReference repository, Digest digest, ImageReference from, CancellationToken cancellation)
    {
        var request = new RegistryRequest(
            HttpMethod.Post, repository.Domain, $"/v2/{repository.Path}/blobs/uploads/?mount={Uri.EscapeDataString(digest.ToString())}&from={Uri.EscapeDataString(from.Path)}",
            repository.Path, Scope(repository, "pull,push"), Scope(from, "pull"));

        // Asked twice, it mounts once; an upload that is opened in its place is dropped by the registry in time.
        var answer = await _transport.SendAsync(request, cancellation).ConfigureAwait(false);
        return answer.Status == HttpStatusCode.Created;
    }

    /// <summary>Sends a small blob, such as a config; nothing is sent when the repository has it.</summary>
    /// <returns>Its digest.</returns>
    public async Task<Digest> UploadBlobAsync(ImageReference repository, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var digest = Digest.Of(content.Span);
        if (await HasBlobAsync(repository, digest, cancellation).ConfigureAwait(false))
        {
            return digest;
        }

        var opening = new RegistryRequest(HttpMethod.Post, repository.Domain, $"/v2/{repository.Path}/blobs/uploads/", repository.Path, Scope(repository, "pull,push"))
        {
            IsRepeatable = false,
        };
        var opened = await _transport.SendAsync(opening, cancellation).ConfigureAwait(false);
        var location = opened.Headers.Location ?? throw new RegistryException(new Problem(opening.Place, $"{opening.Text}: the registry opened an upload but did not say where"));
        await _transport.SendAsync(opening with { Method = HttpMethod.Put, Path = Upload(repository, opening, location, digest), Body = content, BodyType = "application/octet-stream" }, cancellation)
            .ConfigureAwait(false);
        return digest;
    }

    /// <summary>All tags of a repository, ordinal order; empty when there is no such repository.</summary>
    public async Task<ImmutableArray<string>> ListTagsAsync(ImageReference repository, CancellationToken cancellation)
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var path = $"/v2/{repository.Path}/tags/list?n=1000";
        for (var page = 0; page < MostPages; page++)
        {
            var request = new RegistryRequest(HttpMethod.Get, repository.Domain, path, repository.Path, Scope(repository, "pull"));
            var answer = await _transport.SendAsync(request, cancellation, HttpStatusCode.NotFound).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.NotFound)
            {
                break;
            }

            tags.UnionWith(ReadTags(request, answer.Body));
            if (NextPage(request.Address, answer.Header("Link")) is not { } next)
            {
                break;
            }

            path = next;
        }

        return [.. tags];
    }

    /// <summary>Ends its connections.</summary>
    public void Dispose() => _transport.Dispose();

    private static RegistryRequest Manifest(HttpMethod method, ImageReference reference, string rights) => new(
        method, reference.Domain, $"/v2/{reference.Path}/manifests/{reference.Digest?.ToString() ?? reference.Tag ?? "latest"}", reference.Path, Scope(reference, rights));

    private static string Scope(ImageReference repository, string rights) => $"repository:{repository.Path}:{rights}";

    // By a tag nothing but the header says what the content has to be, and the header is optional.
    private static void HoldManifest(byte[] content, Digest? digest)
    {
        if (content.Length == 0)
        {
            throw new BrokenAnswerException("the manifest is empty");
        }

        Hold(content, digest);
    }

    private static void Hold(byte[] content, Digest? digest)
    {
        if (digest?.Matches(content) == false)
        {
            throw new BrokenAnswerException($"the content is '{Digest.Of(content)}', not '{digest}'");
        }
    }

    // Behind a proxy registries often say http where they are reached by https: what is ours stays at the address that we know.
    private static string Upload(ImageReference repository, RegistryRequest opening, Uri location, Digest digest)
    {
        var address = new Uri(opening.Address, location);
        var query = $"{(address.Query.Length > 0 ? address.Query + "&" : "?")}digest={Uri.EscapeDataString(digest.ToString())}";
        var path = address.AbsolutePath + query;
        return address.Authority == RegistryAddress.Of(repository.Domain).Authority ? path : address.GetLeftPart(UriPartial.Authority) + path;
    }

    private static IEnumerable<string> ReadTags(RegistryRequest request, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
                ? [.. tags.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)]
                : [];
        }
        catch (JsonException e)
        {
            throw new RegistryException(new Problem(request.Place, $"{request.Text}: the list of tags is no JSON"), cause: e);
        }
    }

    // '</v2/name/tags/list?last=b&n=2>; rel="next"'; one that leads elsewhere ends the list.
    private static string? NextPage(Uri page, string? link) =>
        link is not null && link.IndexOf('<') is >= 0 and var start && link.IndexOf('>') is var end && end > start
        && Uri.TryCreate(page, link[(start + 1)..end], out var next) && next.Authority == page.Authority
            ? next.PathAndQuery
            : null;
}
