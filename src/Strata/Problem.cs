namespace Strata;

/// <summary>One thing that is wrong: where, what, and what to do next.</summary>
/// <param name="Place">File with line and column, target, image or command; relative to the repository root.</param>
/// <param name="What">Lower case, no full stop, the user's values in single quotes.</param>
/// <param name="Next">The next step, or null where the message says it all.</param>
/// <param name="Excerpt">The source line with a caret below, or the last lines of output; shown under the message.</param>
public sealed record Problem(string Place, string What, string? Next = null, string? Excerpt = null)
{
    /// <summary>The problem as <c>place: what is wrong; next step</c>, with the excerpt on lines of its own.</summary>
    public override string ToString() =>
        $"{Place}: {What}{(Next is null ? "" : "; " + Next)}{(Excerpt is null ? "" : "\n" + Excerpt)}";
}
