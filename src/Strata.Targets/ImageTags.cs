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

    // What git describe appends.
    private const string Dirty = "-dirty";

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

        // The process is worth its time only where its answer is used; it is started beside what the caller does.
        var isUsed = session.Images.Definitions.Any(d => d.Version is null);
        return new ImageTags(null, isUsed ? await Task.Run(() => DescribeAsync(session.Root, cancellation), cancellation) ?? WithoutGit : WithoutGit);
    }

    /// <summary>What git calls the commit that is checked out, with <c>-dirty</c> where files differ from it; null without git or a commit.</summary>
    internal static async Task<string?> DescribeAsync(string root, CancellationToken cancellation)
    {
        try
        {
            // As git describe --dirty, but for the schema: each call of Nuke writes it, and the packaged one otherwise than the embedded one.
            var describing = GitAsync("describe", "--tags", "--always");
            var changes = await GitAsync("--no-optional-locks", "status", "--porcelain", "--untracked-files=no", "--", ":/", ":(exclude).nuke/build.schema.json");
            var answer = await describing;
            var isClean = changes is { ExitCode: 0, Output.Length: 0 };
            return answer.ExitCode == 0 ? ImageTag.Sanitize(answer.Output.Trim() + (isClean ? "" : Dirty)) : null;
        }
        catch (StrataException)
        {
            // No git on this machine.
            return null;
        }

        Task<CommandOutput> GitAsync(params ReadOnlySpan<string> words) => new LocalHost().CaptureAsync(new Command("git", [.. words]) { WorkingDirectory = root }, cancellation);
    }
}
