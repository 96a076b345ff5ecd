using System.Collections.Immutable;
using Strata.Dependencies;
using Strata.Dockerfiles;
using Strata.Graph;
using Strata.Linting.Rules;

namespace Strata.Linting;

/// <summary>Holds Dockerfiles, alone or as images of a graph, against the rules.</summary>
public static class Linter
{
    /// <summary>Lints one Dockerfile alone: what its parents bring is not known.</summary>
    public static LintReport Run(Dockerfile dockerfile, LintPolicy policy)
    {
        var file = new LintedFile(dockerfile, null, null, ImmutableDictionary<string, string>.Empty);
        return Sort(RulesOf(policy).SelectMany(r => r.Check(file)), [CommentedFile.Of(file)], policy);
    }

    /// <summary>Lints all images of a graph, in each supply that carries them, and the files beside their Dockerfiles.</summary>
    public static LintReport Run(ImageGraph graph, IFileTree tree, LintPolicy policy)
    {
        var rules = RulesOf(policy).ToList();
        List<Finding> findings = [];
        var files = new Dictionary<string, LintedFile>(StringComparer.Ordinal);
        var lists = new Dictionary<string, DependencyFile>(StringComparer.Ordinal);
        foreach (var fleet in LintedFleet.All(graph, tree))
        {
            findings.AddRange(fleet.Files.SelectMany(f => rules.SelectMany(r => r.Check(f))));
            findings.AddRange(rules.SelectMany(r => r.CheckFleet(fleet)));
            foreach (var file in fleet.Files)
            {
                files.TryAdd(file.Dockerfile.Path, file);
                foreach (var list in file.Contract!.Files)
                {
                    lists.TryAdd(list.Path, list);
                }
            }
        }

        var others = findings.Select(f => f.Path).Distinct().Where(p => !files.ContainsKey(p) && !lists.ContainsKey(p) && tree.Find(p) is { Kind: TreeEntryKind.File });
        return Sort(
            findings,
            [.. files.Values.Select(CommentedFile.Of), .. lists.Values.Where(l => !files.ContainsKey(l.Path)).Select(CommentedFile.Of), .. others.Select(p => CommentedFile.Of(p, tree.ReadText(p)))],
            policy);
    }

    private static IEnumerable<LintRule> RulesOf(LintPolicy policy) => LintRules.All.Where(policy.IsOn);

    private static LintReport Sort(
        IEnumerable<Finding> found, ImmutableArray<CommentedFile> files, LintPolicy policy)
    {
        List<Finding> findings = [];
        List<Finding> ignored = [];
        HashSet<IgnoreComment> used = [];
        var comments = files.ToDictionary(f => f.Path, f => f.Comments, StringComparer.Ordinal);
        foreach (var finding in found.DistinctBy(f => (f.Rule.Id, f.Path, f.Span, f.What)))
        {
            var comment = comments.GetValueOrDefault(finding.Path, []).FirstOrDefault(c => c.Covers(finding));
            if (comment is null)
            {
                findings.Add(finding);
                continue;
            }

            used.Add(comment);
            ignored.Add(finding with { IgnoredBecause = comment.Reason });
        }

        foreach (var file in files.Where(f => f.File is not null))
        {
            findings.AddRange(IgnoreRule.Instance.Check(file.File!, file.Comments).Where(_ => policy.IsOn(IgnoreRule.Instance)));
            findings.AddRange(UnusedIgnoreRule.Instance.Check(file.File!, file.Comments.Where(c => !used.Contains(c)), policy).Where(_ => policy.IsOn(UnusedIgnoreRule.Instance)));
        }

        return new LintReport(InOrder(findings, policy), InOrder(ignored, policy));
    }

    private static ImmutableArray<Finding> InOrder(IEnumerable<Finding> findings, LintPolicy policy) =>
    [
        .. findings
            .Select(f => f with { Severity = policy.SeverityOf(f.Rule) })
            .OrderBy(f => f.Path, StringComparer.Ordinal).ThenBy(f => f.Span.Offset).ThenBy(f => f.Rule.Id, StringComparer.Ordinal),
    ];
}
