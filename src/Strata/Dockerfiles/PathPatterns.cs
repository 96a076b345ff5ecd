using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>A list of patterns, the last that matches a path or a directory above it decides; <c>!</c> takes a path out again.</summary>
/// <remarks>The meaning of <c>.dockerignore</c>, <c>--exclude</c> and <c>--parents</c> in BuildKit, its odd cases included.</remarks>
public sealed class PathPatterns
{
    private readonly ImmutableArray<PathPattern> _patterns;
    private readonly bool _hasExceptions;
    private readonly bool _exceptionsArePlain;
    private readonly bool _matchesArePlain;

    private PathPatterns(ImmutableArray<PathPattern> patterns)
    {
        _patterns = patterns;
        _hasExceptions = patterns.Any(p => p.IsException);
        _exceptionsArePlain = patterns.All(p => !p.IsException || p.PlainPrefix is not null);
        _matchesArePlain = patterns.All(p => p.IsException || p.PlainPrefix is not null);
    }

    /// <summary>Whether there are none: no path is matched.</summary>
    public bool IsEmpty => _patterns.IsEmpty;

    /// <summary>Reads patterns; blank ones are passed over.</summary>
    /// <exception cref="FormatException">BuildKit would refuse one of them.</exception>
    public static PathPatterns Create(IEnumerable<string> patterns) =>
        new([.. patterns.Select(p => p.Trim()).Where(p => p.Length > 0).Select(p => PathPattern.Create(GoPath.Clean(p)))]);

    /// <summary>Asks for a path, given the answer for the directory that it stands in.</summary>
    /// <param name="path">Relative, with '/'.</param>
    /// <param name="above">The answer for its directory; null for what stands at the top.</param>
    public PathMatch Match(string path, PathMatch? above)
    {
        if (_patterns.IsEmpty)
        {
            return PathMatch.None;
        }

        var each = new bool[_patterns.Length];
        var matched = false;
        for (var i = 0; i < each.Length; i++)
        {
            var pattern = _patterns[i];

            // A pattern that could change nothing is not asked; that it is then unknown to what stands below is BuildKit's way too.
            if (above is not null && above.Each[i] || pattern.IsException == matched && pattern.Matches(path))
            {
                each[i] = true;
                matched = !pattern.IsException;
            }
        }

        return new PathMatch(matched, each);
    }

    /// <summary>As <see cref="Match(string, PathMatch?)"/>, with the answers for all directories above.</summary>
    public bool Matches(string path)
    {
        PathMatch? above = null;
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            above = Match(path[..slash], above);
        }

        return Match(path, above).IsMatch;
    }

    /// <summary>Whether something below a matched directory may be no match, so that it has to be looked into.</summary>
    public bool MayReleaseBelow(string directory) =>
        _hasExceptions && (!_exceptionsArePlain || _patterns.Any(p => p.IsException && Leads(directory, p)));

    /// <summary>Whether something below a directory that is no match may be one.</summary>
    public bool MayMatchBelow(string directory) => !_matchesArePlain || _patterns.Any(p => !p.IsException && Leads(directory, p));

    private static bool Leads(string directory, PathPattern pattern) =>
        (pattern.PlainPrefix + "/").StartsWith(directory + "/", StringComparison.Ordinal);
}

/// <summary>Whether a path is matched, and by which patterns, which is what the paths below it need to know.</summary>
public sealed class PathMatch
{
    internal PathMatch(bool isMatch, bool[] each) => (IsMatch, Each) = (isMatch, each);

    /// <summary>The list as a whole matches the path.</summary>
    public bool IsMatch { get; }

    internal static PathMatch None { get; } = new(false, []);

    internal bool[] Each { get; }
}
