using System.Collections.Immutable;
using Nuke.Common;
using Strata.Engine.Publishing;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>Tells how many bytes more or less was published than before.</summary>
internal static class SizeChanges
{
    /// <summary>Prints a line for each image whose size has changed, and puts the sum into the build's summary.</summary>
    public static void Tell(INukeBuild build, ImmutableArray<PublishedImage> images)
    {
        foreach (var image in images.Where(i => i.Before is { } before && before.Size != i.Size))
        {
            ConsoleOutput.Progress.WriteLine($"  {image.Image}  {Bytes.Format(image.Size)}, {Change(image.Size - image.Before!.Size)} against {image.Before.Tag}");
        }

        if (images.Any(i => i.Before is not null))
        {
            var change = images.Where(i => i.Before is not null).Sum(i => i.Size - i.Before!.Size);
            build.ReportSummary(s =>
            {
                s["Size"] = change == 0 ? "as published before" : $"{Change(change)} against what was published before";
                return s;
            });
        }
    }

    private static string Change(long bytes) => bytes > 0 ? $"+{Bytes.Format(bytes)}" : Bytes.Format(bytes);
}
