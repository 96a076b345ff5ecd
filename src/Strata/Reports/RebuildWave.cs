using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Strata.Reports;

/// <summary>What moved upstreams lead to: which images are built again, why, and what that is expected to take.</summary>
/// <param name="Moved">Upstreams as people name them, with the digests before and now.</param>
/// <param name="Images">Parents first.</param>
public sealed record RebuildWave(ImmutableArray<MovedUpstream> Moved, ImmutableArray<RebuiltImage> Images)
{
    /// <summary>A line for a commit or a pull request.</summary>
    public string Title => Moved.Length == 1 ? $"Take the new {Moved[0].Reference}" : $"Take {Moved.Length} upstreams anew";

    /// <summary>The text of a pull request.</summary>
    public string Render()
    {
        var text = new StringBuilder("Upstreams have moved:\n\n| upstream | before | now |\n|---|---|---|\n");
        foreach (var upstream in Moved)
        {
            text.Append($"| {upstream.Reference} | {Code(upstream.Before)} | {Code(upstream.Now)} |\n");
        }

        var unknown = Images.Count(i => i.Expected is null);
        var expected = DurationText.Format(Images.Aggregate(TimeSpan.Zero, (sum, i) => sum + (i.Expected ?? TimeSpan.Zero)));
        text.Append($"\nMerging this builds {(Images.Length == 1 ? "1 image" : $"{Images.Length} images")} again");
        text.Append(unknown == Images.Length ? ".\n" : $", about {expected} of work{(unknown > 0 ? $" without {unknown} of which no build is remembered here" : "")}.\n");
        text.Append("\n| image | why | expected | own bytes |\n|---|---|--:|--:|\n");
        foreach (var image in Images)
        {
            text.Append($"| {image.Image} | {image.Why} | {(image.Expected is { } time ? DurationText.Format(time) : "unknown")} | {Bytes(image.Bytes)} |\n");
        }

        return text.ToString();
    }

    private static string Code(string? digest) => digest is null ? "not locked" : $"`{digest[..Math.Min(digest.Length, 19)]}`";

    private static string Bytes(long? bytes) => bytes is { } b ? (b / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB" : "unknown";
}

/// <summary>An upstream that is something else than it was.</summary>
/// <param name="Reference">Such as <c>docker.io/library/python:3.12-slim</c>.</param>
/// <param name="Before">The digest that was locked; null when none was.</param>
/// <param name="Now">The digest that is locked now.</param>
public sealed record MovedUpstream(string Reference, string? Before, string Now);

/// <summary>An image that is built again.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Why">An upstream, or a parent.</param>
/// <param name="Expected">How long it took before; null when nothing is remembered.</param>
/// <param name="Bytes">Of its own layers, without its parent's, as they were; null when nothing is remembered.</param>
public sealed record RebuiltImage(string Image, string Why, TimeSpan? Expected, long? Bytes);
