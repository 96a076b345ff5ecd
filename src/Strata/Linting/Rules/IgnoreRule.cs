using Strata.Dependencies;

namespace Strata.Linting.Rules;

/// <summary>ST001.</summary>
internal sealed class IgnoreRule() : LintRule("ST001", Severity.Error, "an ignore names known rules and a reason")
{
    public static IgnoreRule Instance { get; } = new();

    public override string Why => "An ignore without a reason cannot be judged later, and one with a misspelt rule ignores nothing while it looks as if it did.";

    public override string Bad =>
        """
        # syntax=docker/dockerfile:1.7
        # strata ignore=ST011
        FROM python
        """;

    public override string Good =>
        """
        # syntax=docker/dockerfile:1.7
        # strata ignore=ST011 the newest Python is what this image tests
        FROM python
        """;

    /// <summary>Findings of the comments themselves.</summary>
    public IEnumerable<Finding> Check(DependencyFile file, IEnumerable<IgnoreComment> comments)
    {
        foreach (var comment in comments)
        {
            if (comment.Names.IsEmpty)
            {
                yield return At(file, comment.Span, "the ignore names no rule", "write # strata ignore=ST012 and the reason");
            }
            else if (comment.Reason is null)
            {
                yield return At(file, comment.Span, $"the ignore of '{string.Join(',', comment.Names)}' has no reason, so it ignores nothing", "say behind it why");
            }

            foreach (var name in comment.Names.Where(n => LintRules.Find(n) is null))
            {
                yield return At(file, comment.Span, $"there is no rule '{name}'", Spelling.Suggestion(name, LintRules.Names));
            }
        }
    }
}
