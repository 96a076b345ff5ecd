using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Strata.Dependencies;

/// <summary>The versions that a requirement lets in: intervals in ascending order that do not touch.</summary>
/// <remarks>Between two versions there is always another one here, so a range that holds no published version may still count as one that does.</remarks>
public sealed class VersionRange
{
    private readonly ImmutableArray<Interval> _intervals;

    private VersionRange(string text, ImmutableArray<Interval> intervals) => (Text, _intervals) = (text, intervals);

    /// <summary>Every version.</summary>
    public static VersionRange Any { get; } = new("", [new Interval(null, false, null, false)]);

    /// <summary>As written; empty for every version.</summary>
    public string Text { get; }

    /// <summary>Whether no version is let in.</summary>
    public bool IsEmpty => _intervals.IsEmpty;

    /// <summary>Whether every version is let in.</summary>
    public bool IsAny => _intervals is [{ Low: null, High: null }];

    /// <summary>Reads specifiers as PEP 440 writes them: <c>&gt;=1.2,!=1.3.*,&lt;2</c>; none is every version.</summary>
    /// <param name="text">The specifiers.</param>
    /// <param name="range">What they let in.</param>
    /// <param name="wrong">The specifier that cannot be read, and null when all can.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range, out string? wrong)
    {
        (range, wrong) = (null, null);
        var parsed = Any;
        foreach (var written in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (VersionSpecifier.TryRead(written) is not { } specifier)
            {
                wrong = written;
                return false;
            }

            parsed = parsed.Intersect(specifier);
        }

        range = new VersionRange(text.Trim(), parsed._intervals);
        return true;
    }

    /// <summary>One version; versions with a part behind '+' are the same unless it has one.</summary>
    public static VersionRange Exactly(PackageVersion version, string text) => new("==" + text, [new Interval(version, true, version.Last(), true)]);

    /// <summary>Whether the version is let in.</summary>
    public bool Contains(PackageVersion version) => _intervals.Any(i => i.Contains(version));

    /// <summary>Whether everything that the other lets in is let in here as well.</summary>
    public bool Includes(VersionRange other) => other._intervals.All(o => _intervals.Any(i => i.Includes(o)));

    /// <summary>What both let in.</summary>
    public VersionRange Intersect(VersionRange other) => new(
        Text.Length == 0 ? other.Text : other.Text.Length == 0 ? Text : $"{Text},{other.Text}",
        [.. from a in _intervals from b in other._intervals let both = a.Intersect(b) where !both.IsEmpty select both]);

    /// <summary>What either lets in.</summary>
    internal VersionRange Union(VersionRange other) => new($"{Text} || {other.Text}", [.. _intervals, .. other._intervals]);

    internal VersionRange Named(string text) => new(text, _intervals);

    internal static VersionRange Between(PackageVersion? low, bool withLow, PackageVersion? high, bool withHigh) =>
        new("", [new Interval(low, withLow, high, withHigh)]);

    internal static VersionRange Outside(PackageVersion low, bool withLow, PackageVersion high, bool withHigh) =>
        new("", [new Interval(null, false, low, withLow), new Interval(high, withHigh, null, false)]);

    /// <summary>The range as written.</summary>
    public override string ToString() => Text;

    /// <summary>From one version to another; null is no bound.</summary>
    private readonly record struct Interval(PackageVersion? Low, bool WithLow, PackageVersion? High, bool WithHigh)
    {
        public bool IsEmpty => Low is not null && High is not null && Low.CompareTo(High) is var order && (order > 0 || order == 0 && !(WithLow && WithHigh));

        public bool Contains(PackageVersion version) =>
            (Low is null || Low.CompareTo(version) is var low && (low < 0 || low == 0 && WithLow))
            && (High is null || High.CompareTo(version) is var high && (high > 0 || high == 0 && WithHigh));

        public bool Includes(Interval other) => Intersect(other) == other || other.IsEmpty;

        public Interval Intersect(Interval other)
        {
            var (low, withLow) = Higher((Low, WithLow), (other.Low, other.WithLow), 1);
            var (high, withHigh) = Higher((High, WithHigh), (other.High, other.WithHigh), -1);
            return new Interval(low, withLow, high, withHigh);
        }

        private static (PackageVersion?, bool) Higher((PackageVersion? At, bool With) a, (PackageVersion? At, bool With) b, int sign) =>
            a.At is null ? b : b.At is null ? a
            : (a.At.CompareTo(b.At) * sign) switch { > 0 => a, < 0 => b, _ => (a.At, a.With && b.With) };
    }
}
