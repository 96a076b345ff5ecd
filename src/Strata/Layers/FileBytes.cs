namespace Strata.Layers;

/// <summary>The content of a file, whatever names it has.</summary>
internal sealed class FileBytes(int layer, long size, UInt128 content, PackageKey? package)
{
    /// <summary>Index of the layer that holds it.</summary>
    public int Layer => layer;

    public long Size => size;

    public UInt128 Content => content;

    public PackageKey? Package => package;

    /// <summary>How many names lead to it; without any it is wasted.</summary>
    public int Links { get; set; } = 1;

    public FileBytes Clone() => new(layer, size, content, package) { Links = Links };
}
