using System.Collections.Immutable;
using System.Globalization;
using Strata.Engine.Hosts;

namespace Strata.Engine.ImageBuild;

/// <summary>Labels of the commit that last touched an image's own inputs. They are no inputs: a commit elsewhere neither changes them nor builds anything.</summary>
/// <param name="host">Where git runs.</param>
/// <param name="root">The repository root on that host; absolute.</param>
public sealed class CommitLabels(IBuildHost host, string root)
{
    private const string Oci = "org.opencontainers.image.";
    private const char Start = '\u0001';

    /// <summary>One walk through the history, newest commit first, until each image has its commit.</summary>
    /// <param name="files">The files of each image, relative to the repository root.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>Labels by image; an image that no commit knows, or a root without git, has none.</returns>
    public async Task<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>> FindAsync(
        IReadOnlyDictionary<string, IEnumerable<string>> files, CancellationToken cancellation)
    {
        var images = files.SelectMany(i => i.Value.Select(f => (File: f, Image: i.Key))).ToLookup(f => f.File, f => f.Image, StringComparer.Ordinal);
        var found = ImmutableDictionary.CreateBuilder<string, ImmutableSortedDictionary<string, string>>(StringComparer.Ordinal);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var commit = ImmutableSortedDictionary<string, string>.Empty;
        var git = new Command("git", "-c", "core.quotePath=false", "log", "--no-renames", "--name-only", "--relative", $"--format={Start}%H %cI")
        {
            WorkingDirectory = root,
            GracePeriod = TimeSpan.FromSeconds(1),
        };
        try
        {
            await host.RunAsync(git, line => Take(line), enough.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Every image has its commit.
        }
        catch (StrataException)
        {
            // No git on this host.
        }

        return found.ToImmutable();

        void Take(OutputLine line)
        {
            if (line.IsError || line.Text.Length == 0)
            {
                return;
            }

            if (line.Text[0] == Start)
            {
                commit = Labels(line.Text[1..].Split(' '));
                return;
            }

            foreach (var image in images[line.Text])
            {
                found.TryAdd(image, commit);
            }

            if (found.Count == files.Count)
            {
                enough.Cancel();
            }
        }
    }

    private static ImmutableSortedDictionary<string, string> Labels(string[] commit) => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
        .Add(Oci + "revision", commit[0])
        .Add(Oci + "created", DateTimeOffset.Parse(commit[1], CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
