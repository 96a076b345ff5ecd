using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST041.</summary>
internal sealed partial class RequirementRangeRule() : LintRule("ST041", Severity.Warning, "a requirement that a command names has a lower and an upper bound, or one version")
{
    public override ImmutableArray<string> Aliases => ["DL3013"];

    public override string Why => "Without an upper bound the next major version arrives unasked, without a lower one an old one may be taken to please another package.";

    public override string Bad => "FROM python:3.12-slim\nRUN uv pip install --no-cache --system torch";

    public override string Good => "FROM python:3.12-slim\nRUN uv pip install --no-cache --system 'torch>=2.5,<3'";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from call in ToolCall.In(run)
        where call.IsPipInstall && !call.Has("-c", "--constraint", "--constraints")
        from operand in call.Operands
        where Named().IsMatch(operand.Text) && !IsBounded(operand.Text)
        select At(file, operand.Span, $"the requirement '{operand}' lets in versions that nobody has tried", "write 'name>=1.2,<2' or name==1.2.3");

    private static bool IsBounded(string requirement) =>
        requirement.Contains("==", StringComparison.Ordinal) || requirement.Contains("~=", StringComparison.Ordinal) || requirement.Contains('@')
        || requirement.Contains('<') && requirement.Contains('>');

    // Paths, archives, addresses and variables are no names.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]*\])?\s*(?:[<>=!~@].*)?$(?<!\.whl|\.tar\.gz|\.zip)", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
