namespace Strata.Workflows;

/// <summary>A release line of Gitea, and which keys of a workflow it heeds.</summary>
/// <param name="Major">Such as 1.</param>
/// <param name="Minor">Such as 22.</param>
public sealed record GiteaVersion(int Major, int Minor) : IComparable<GiteaVersion>
{
    /// <summary>The oldest one whose runners run our workflows.</summary>
    public static GiteaVersion Oldest { get; } = new(1, 22);

    /// <summary>Waits for runs of the same group: before that, only the lock of the build host does.</summary>
    public bool HeedsConcurrency => CompareTo(new GiteaVersion(1, 26)) >= 0;

    /// <summary>Ends jobs after <c>timeout-minutes</c>: before that, only the tool's own limit does.</summary>
    public bool HeedsTimeout => CompareTo(new GiteaVersion(1, 27)) >= 0;

    /// <summary>Limits the job's own token by <c>permissions</c>.</summary>
    public bool HeedsPermissions => CompareTo(new GiteaVersion(1, 26)) >= 0;

    /// <summary>Reads <c>1.26</c>.</summary>
    /// <exception cref="DefinitionException">It is no version, or one older than <see cref="Oldest"/>.</exception>
    public static GiteaVersion Parse(string text)
    {
        if (text.Split('.') is [var major, var minor, ..] && int.TryParse(major, out var first) && int.TryParse(minor, out var second))
        {
            var version = new GiteaVersion(first, second);
            return version.CompareTo(Oldest) >= 0
                ? version
                : throw new DefinitionException(new Problem("workflow", $"Gitea '{text}' is older than {Oldest}", "upgrade Gitea"));
        }

        throw new DefinitionException(new Problem("workflow", $"'{text}' is no version of Gitea", "write it as 1.26"));
    }

    /// <inheritdoc/>
    public int CompareTo(GiteaVersion? other) => other is null ? 1 : (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <summary>The version as <c>1.26</c>.</summary>
    public override string ToString() => $"{Major}.{Minor}";
}
