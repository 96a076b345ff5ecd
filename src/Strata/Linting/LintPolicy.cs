using System.Collections.Immutable;

namespace Strata.Linting;

/// <summary>Which rules a repository holds itself to, and how much each weighs.</summary>
public sealed record LintPolicy
{
    /// <summary>Every rule with its own severity.</summary>
    public static LintPolicy Default { get; } = new();

    /// <summary>Severities other than the rules' own, by rule id.</summary>
    public ImmutableSortedDictionary<string, Severity> Severities { get; init; } =
        ImmutableSortedDictionary.Create<string, Severity>(StringComparer.Ordinal);

    /// <summary>Ids of the rules that are switched off.</summary>
    public ImmutableSortedSet<string> SwitchedOff { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Gives a rule another severity.</summary>
    /// <param name="rule">Its id or an alias.</param>
    /// <param name="severity">The severity.</param>
    /// <exception cref="DefinitionException">There is no such rule.</exception>
    public LintPolicy With(string rule, Severity severity) => this with { Severities = Severities.SetItem(IdOf(rule), severity) };

    /// <summary>Switches a rule off.</summary>
    /// <param name="rule">Its id or an alias.</param>
    /// <exception cref="DefinitionException">There is no such rule.</exception>
    public LintPolicy Without(string rule) => this with { SwitchedOff = SwitchedOff.Add(IdOf(rule)) };

    /// <summary>Whether the rule is checked.</summary>
    public bool IsOn(LintRule rule) => !SwitchedOff.Contains(rule.Id);

    /// <summary>What the rule's findings weigh.</summary>
    public Severity SeverityOf(LintRule rule) => Severities.GetValueOrDefault(rule.Id, rule.Severity);

    private static string IdOf(string rule) =>
        LintRules.Find(rule)?.Id
        ?? throw new DefinitionException(new Problem("lint policy", $"there is no rule '{rule}'", Spelling.Suggestion(rule, LintRules.Names)));
}
