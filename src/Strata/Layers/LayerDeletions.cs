namespace Strata.Layers;

/// <summary>What a layer takes away of those below it.</summary>
internal sealed class LayerDeletions
{
    private readonly HashSet<string> _deleted;
    private readonly HashSet<string> _opaque;

    public LayerDeletions(LayerContent layer)
    {
        _deleted = Paths(layer, LayerEntryKind.Whiteout);
        _opaque = Paths(layer, LayerEntryKind.Opaque);
    }

    /// <summary>Whether what stands at a path below is hidden by the layer.</summary>
    public bool Hides(string path)
    {
        for (var at = path; at.Length > 0; at = at.LastIndexOf('/') is >= 0 and var slash ? at[..slash] : "")
        {
            if (_deleted.Contains(at) || at != path && _opaque.Contains(at))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string> Paths(LayerContent layer, LayerEntryKind kind) => layer.Entries.Where(e => e.Kind == kind).Select(e => e.Path).ToHashSet(StringComparer.Ordinal);
}
