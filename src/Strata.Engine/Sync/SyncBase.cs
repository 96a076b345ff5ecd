namespace Strata.Engine.Sync;

/// <summary>What of a tree a host has already.</summary>
internal sealed class SyncBase
{
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);
    private readonly bool _isLeft;

    private SyncBase(string kind, string place, TreeManifest? manifest, bool isLeft) =>
        (Kind, Place, Manifest, _isLeft) = (kind, place, manifest, isLeft);

    /// <summary>Nothing.</summary>
    public static SyncBase None { get; } = new("none", "-", null, isLeft: false);

    /// <summary>The word for it in the host's script.</summary>
    public string Kind { get; }

    /// <summary>The folder below <c>incoming</c> that holds what was left; else "-".</summary>
    public string Place { get; }

    /// <summary>What it is said to hold; null for nothing.</summary>
    public TreeManifest? Manifest { get; }

    /// <summary>It stays where it is, so that the new tree can link files of it under other paths.</summary>
    public bool CanBeLinked => Manifest is not null && !_isLeft;

    /// <summary>A whole tree, which stays.</summary>
    public static SyncBase Tree(TreeManifest manifest) => new("tree", "-", manifest, isLeft: false);

    /// <summary>What a sync that was cut off has left, or a tree that somebody changed; it becomes the new tree.</summary>
    /// <param name="manifest">What it was to hold.</param>
    /// <param name="place">Its folder below <c>incoming</c>.</param>
    /// <param name="brokenFiles">Which of the manifest's lines of files are not so; 1 is the first.</param>
    public static SyncBase Left(TreeManifest manifest, string place, IEnumerable<int> brokenFiles)
    {
        var left = new SyncBase("left", place, manifest, isLeft: true);
        var files = manifest.Lines.Where(l => l[0] == 'f').ToArray();
        left._broken.UnionWith(brokenFiles.Where(n => n > 0 && n <= files.Length).Select(n => files[n - 1]));
        return left;
    }

    /// <summary>Whether what a line of the manifest says has to be sent again; only files were looked into there.</summary>
    public bool IsBroken(string line) => _isLeft && (line[0] != 'f' || _broken.Contains(line));
}
