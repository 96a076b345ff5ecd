using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>A version of a Python distribution, ordered as PEP 440 orders it.</summary>
public sealed partial class PackageVersion : IComparable<PackageVersion>, IEquatable<PackageVersion>
{
    // What is not given stands before or behind all that can be given.
    private const int Before = -1;
    private const int Final = 3;

    private readonly ImmutableArray<long> _release;
    private readonly long _epoch;
    private readonly (int Phase, long Number) _pre;
    private readonly long _post;
    private readonly long _dev;
    private readonly ImmutableArray<string> _local;

    private PackageVersion(long epoch, ImmutableArray<long> release, (int, long) pre, long post, long dev, ImmutableArray<string> local) =>
        (_epoch, _release, _pre, _post, _dev, _local) = (epoch, release, pre, post, dev, local);

    /// <summary>The numbers of the release, as written: <c>1.2.0</c> has three.</summary>
    public ImmutableArray<long> Release => _release;

    /// <summary>It is an alpha, beta, candidate or development version.</summary>
    public bool IsPrerelease => _pre.Phase != Final || _dev != long.MaxValue;

    /// <summary>Whether it has a part behind '+'.</summary>
    public bool HasLocal => !_local.IsEmpty;

    /// <summary>Reads a version as PEP 440 writes it, with its other spellings (<c>v1.0-alpha.1</c>).</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PackageVersion? version)
    {
        version = null;
        var match = Form().Match(text.Trim().ToLowerInvariant());
        if (!match.Success || !TryNumber(match, "epoch", 0, out var epoch) || !TryNumber(match, "pren", 0, out var preNumber)
            || !TryNumber(match, "postn", 0, out var post) || !TryNumber(match, "devn", 0, out var dev))
        {
            return false;
        }

        var release = ImmutableArray.CreateBuilder<long>();
        foreach (var part in match.Groups["release"].Value.Split('.'))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            release.Add(number);
        }

        var (hasPre, hasPost, hasDev) = (match.Groups["pre"].Success, match.Groups["post"].Success, match.Groups["dev"].Success);
        var phase = match.Groups["pre"].Value switch { "a" or "alpha" => 0, "b" or "beta" => 1, _ => 2 };

        // 1.0.dev1 stands before 1.0a1, and that before 1.0.
        var pre = hasPre ? (phase, preNumber) : !hasPost && hasDev ? (Before, 0L) : (Final, 0L);
        version = new PackageVersion(
            epoch, release.ToImmutable(), pre, hasPost ? post : Before, hasDev ? dev : long.MaxValue,
            match.Groups["local"] is { Success: true, Value: var local } ? [.. local.Split('.', '-', '_')] : []);
        return true;
    }

    /// <summary>The lowest version of all with these release numbers: what <c>.dev0</c> would be.</summary>
    public PackageVersion First() => new(_epoch, _release, (Before, 0), Before, 0, []);

    /// <summary>The release of the first numbers with the last of them one higher: <c>1.3</c> for two numbers of <c>1.2.7</c>.</summary>
    public PackageVersion Next(int count)
    {
        var numbers = Enumerable.Range(0, count).Select(i => i < _release.Length ? _release[i] : 0).ToArray();
        numbers[^1]++;
        return new PackageVersion(_epoch, [.. numbers], (Before, 0), Before, 0, []);
    }

    /// <summary>The last of all that are this version with something behind '+'; this version where it has that itself.</summary>
    public PackageVersion Last() => HasLocal ? this : new(_epoch, _release, _pre, _post, _dev, [long.MaxValue.ToString(CultureInfo.InvariantCulture)]);

    /// <inheritdoc/>
    public int CompareTo(PackageVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = _epoch.CompareTo(other._epoch);
        for (var i = 0; order == 0 && i < Math.Max(_release.Length, other._release.Length); i++)
        {
            order = Part(_release, i).CompareTo(Part(other._release, i));
        }

        order = order != 0 ? order : _pre.CompareTo(other._pre);
        order = order != 0 ? order : _post.CompareTo(other._post);
        order = order != 0 ? order : _dev.CompareTo(other._dev);
        for (var i = 0; order == 0 && i < Math.Max(_local.Length, other._local.Length); i++)
        {
            order = i >= _local.Length ? -1 : i >= other._local.Length ? 1 : CompareLocal(_local[i], other._local[i]);
        }

        return order;
    }

    /// <inheritdoc/>
    public bool Equals(PackageVersion? other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PackageVersion);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_epoch);
        foreach (var part in _release.AsSpan().TrimEnd(0))
        {
            hash.Add(part);
        }

        hash.Add(_pre);
        return hash.ToHashCode();
    }

    private static long Part(ImmutableArray<long> release, int index) => index < release.Length ? release[index] : 0;

    // Numbers stand behind words.
    private static int CompareLocal(string a, string b) => (long.TryParse(a, out var x), long.TryParse(b, out var y)) switch
    {
        (true, true) => x.CompareTo(y),
        (true, false) => 1,
        (false, true) => -1,
        _ => string.CompareOrdinal(a, b),
    };

    private static bool TryNumber(Match match, string group, long absent, out long number)
    {
        number = absent;
        var text = string.Concat(match.Groups[group].Captures.Select(c => c.Value));
        return text.Length == 0 || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < long.MaxValue;
    }

    [GeneratedRegex(
        @"\Av?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|rc|c)[-_.]?(?<pren>\d*))?(?:-(?<postn>\d+)(?<post>)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postn>\d*))?(?:[-_.]?(?<dev>dev)[-_.]?(?<devn>\d*))?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
