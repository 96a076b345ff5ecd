using System.Collections.Immutable;
using Strata.Linting.Rules;

namespace Strata.Linting;

/// <summary>All rules.</summary>
public static class LintRules
{
    /// <summary>In the order of their ids.</summary>
    public static ImmutableArray<LintRule> All { get; } =
    [
        IgnoreRule.Instance,
        UnusedIgnoreRule.Instance,
        new SyntaxDirectiveRule(),
        new UpstreamTagRule(),
        new RunsAsRootRule(),
        new SecretInEnvironmentRule(),
        new AddChecksumRule(),
        new AptListsRule(),
        new NoRecommendsRule(),
        new AssumeYesRule(),
        new AptCacheSharingRule(),
    ];

    private static readonly Dictionary<string, LintRule> ByName = All
        .SelectMany(r => r.Aliases.Prepend(r.Id).Select(n => (Name: n, Rule: r)))
        .ToDictionary(p => p.Name, p => p.Rule, StringComparer.OrdinalIgnoreCase);

    /// <summary>Ids and aliases.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The rule of this id or alias, in any case; null when there is none.</summary>
    public static LintRule? Find(string name) => ByName.GetValueOrDefault(name);
}
