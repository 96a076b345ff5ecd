using Strata.Dependencies;

namespace Strata.Linting.Rules;

/// <summary>ST002.</summary>
internal sealed class UnusedIgnoreRule() : LintRule("ST002", Severity.Warning, "an ignore ignores something")
{
    public static UnusedIgnoreRule Instance { get; } = new();

    public override string Why => "An ignore that has outlived its finding hides the next one at that place.";

    public override string Bad =>
        """
        # syntax=docker/dockerfile:1.7
        # strata ignore=ST011 the newest Python is what this image tests
        FROM python:3.12-slim
        """;

    public override string Good =>
        """
        # syntax=docker/dockerfile:1.7
        FROM python:3.12-slim
        """;

    /// <summary>Findings of the comments that no finding needed.</summary>
    public IEnumerable<Finding> Check(DependencyFile file, IEnumerable<IgnoreComment> unused, LintPolicy policy) =>
        from comment in unused
        let rules = comment.Names.Select(LintRules.Find).OfType<LintRule>().ToList()
        where comment.Reason is not null && rules.Count == comment.Names.Length && rules.Count > 0 && rules.All(policy.IsOn)
        select At(file, comment.Span, $"nothing is found here that the ignore of '{string.Join(',', comment.Names)}' could ignore", "take the comment away");
}
