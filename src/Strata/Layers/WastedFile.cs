namespace Strata.Layers;

/// <summary>Bytes of an image that nobody can read, or that are there twice.</summary>
/// <param name="Path">Where they stand.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Kind">Why they are wasted.</param>
/// <param name="Layer">Index of the layer that holds them; of a duplicate the later one.</param>
/// <param name="By">Index of the layer that hides them; of a duplicate the one that has the first copy.</param>
/// <param name="Original">Of a duplicate where the first copy stands; else null.</param>
public sealed record WastedFile(string Path, long Bytes, WasteKind Kind, int Layer, int By, string? Original = null);

/// <summary>Why bytes are wasted.</summary>
public enum WasteKind
{
    /// <summary>A later layer has another file at the path.</summary>
    Overwritten,

    /// <summary>A later layer has the very same bytes at the path: only owner, mode or time changed.</summary>
    Rewritten,

    /// <summary>A later layer deletes it.</summary>
    Deleted,

    /// <summary>Another file of the image has the same bytes.</summary>
    Duplicated,
}
