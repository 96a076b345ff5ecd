namespace Strata.Engine.BuildKit;

/// <summary>Collects what an exporting vertex says of the manifests that it wrote.</summary>
internal sealed class ExportedManifests
{
    private const string Manifest = "exporting manifest sha256:";
    private const string Index = "exporting manifest list sha256:";

    private readonly HashSet<string> manifests = new(StringComparer.Ordinal);
    private string? index;

    /// <summary>Digest of the image; null where it is not surely known: nothing was written, or several manifests without an index.</summary>
    public string? Digest => index ?? (manifests.Count == 1 ? manifests.First() : null);

    /// <summary>Takes the id of a part that is complete.</summary>
    public void Add(string id)
    {
        if (id.StartsWith(Index, StringComparison.Ordinal))
        {
            index = "sha256:" + id[Index.Length..];
        }
        else if (id.StartsWith(Manifest, StringComparison.Ordinal))
        {
            manifests.Add("sha256:" + id[Manifest.Length..]);
        }
    }
}
