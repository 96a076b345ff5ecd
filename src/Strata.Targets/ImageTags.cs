using Strata.Engine.Hosts;
using Strata.Graph;
using Strata.Oci;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>Which tag an image gets.</summary>
/// <param name="Asked">The tag that the user asks for, for all images; null for none.</param>
/// <param name="Default">The tag of images without a version of their own.</param>
internal sealed record ImageTags(string? Asked, string Default)
{
    private const string WithoutGit = "dev";

    /// <summary>The image's tag.</summary>
    public string Of(ImageDefinition image) => Asked ?? image.Version ?? Default;

    /// <summary>Finds the tags of a call.</summary>
    /// <exception cref="DefinitionException">What the user asks for is no tag.</exception>
    public static async Task<ImageTags> FindAsync(StrataSession session, CancellationToken cancellation)
    {
        if ((session.Build as IHazTag)?.Tag is { } asked)
        {
            return ImageTag.WhyInvalid(asked) is { } why
                ? throw new DefinitionException(new Problem("--tag", why))
                : new ImageTags(asked, asked);
        }

        // The process is worth its time only where its answer is used.
        var isUsed = session.Images.Definitions.Any(d => d.Version is null);
        return new ImageTags(null, isUsed ? await DescribeAsync(session.Root, cancellation) ?? WithoutGit : WithoutGit);
    }

    private static async Task<string?> DescribeAsync(string root, CancellationToken cancellation)
    {
        try
        {
            var git = new Command("git", "describe", "--tags", "--always", "--dirty") { WorkingDirectory = root };
            var answer = await new LocalHost().CaptureAsync(git, cancellation);
            return answer.ExitCode == 0 ? ImageTag.Sanitize(answer.Output.Trim()) : null;
        }
        catch (StrataException)
        {
            // No git on this machine.
            return null;
        }
    }
}
