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
        new DeclaredImagesRule(),
        new DuplicateStageRule(),
        new StageUseRule(),
        new UnusedStageRule(),
        new ReservedStageNameRule(),
        new PlatformRule(),
        new UpstreamLockRule(),
        new RunsAsRootRule(),
        new NumericUserRule(),
        new InitPrivilegesRule(),
        new SecretInEnvironmentRule(),
        new SudoRule(),
        new AddChecksumRule(),
        new CopyInsteadOfAddRule(),
        new PipeToShellRule(),
        new AptListsRule(),
        new NoRecommendsRule(),
        new AssumeYesRule(),
        new AptInsteadOfAptGetRule(),
        new AptPinRule(),
        new AptUpdateRule(),
        new AptUpgradeRule(),
        new AptCacheSharingRule(),
        new UvRule(),
        new RequirementRangeRule(),
        new PythonCacheRule(),
        new LockedInstallRule(),
        new CudaVariantRule(),
        new PipefailRule(),
        new WorkdirInsteadOfCdRule(),
        new AbsoluteWorkdirRule(),
        new JsonCommandRule(),
        new OneOfEachRule(),
        new ConsecutiveRunRule(),
        new UseraddRule(),
        new WgetProgressRule(),
        new QuoteVariableRule(),
        new MaintainerRule(),
        new CopyLinkRule(),
        new RelativeCopyRule(),
        new CopyDirectoryRule(),
        new LayerOrderRule(),
        new CacheMountRule(),
        new CacheOwnerRule(),
        new LabelsRule(),
        new HealthcheckRule(),
        new PortsRule(),
        new ExposeRule(),
        new CommandRule(),
        new DockerIgnoreRule(),
        new RegistryCacheRule(),
        new MakefileRule(),
        new DependencyFileRule(),
        new RepeatedRequirementRule(),
        new OtherRangeRule(),
        new RequirementConflictRule(),
        new SecondCopyRule(),
        new SameModuleRule(),
        new MissingLibraryRule(),
        new UnusedRequirementRule(),
        new UnknownImportRule(),
    ];

    private static readonly Dictionary<string, LintRule> ByName = All
        .SelectMany(r => r.Aliases.Prepend(r.Id).Select(n => (Name: n, Rule: r)))
        .ToDictionary(p => p.Name, p => p.Rule, StringComparer.OrdinalIgnoreCase);

    /// <summary>Ids and aliases.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The rule of this id or alias, in any case; null when there is none.</summary>
    public static LintRule? Find(string name) => ByName.GetValueOrDefault(name);
}
