using System.Collections.Immutable;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST034.</summary>
internal sealed class AptPinRule() : LintRule("ST034", Severity.Note, "packages that a command names have versions")
{
    public override ImmutableArray<string> Aliases => ["DL3008"];

    public override string Why =>
        "Two builds of one commit should install the same. A mirror keeps only its newest packages, so a version that is written here fails one day: a note, unless your policy says more.";

    public override string Bad => "FROM debian:trixie\nRUN apt-get install --yes --no-install-recommends curl";

    public override string Good => "FROM debian:trixie\nRUN apt-get install --yes --no-install-recommends curl=8.14.1-2";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from call in ToolCall.In(run)
        where call.IsAptInstall
        let loose = call.Operands.FirstOrDefault(o => !o.Text.Contains('=') && !o.Text.Contains('$') && !o.Text.Contains('/') && !o.Text.EndsWith(".deb", StringComparison.Ordinal))
        where loose is not null
        select At(file, loose.Span, $"the package '{loose}' has no version", "write package=version, or list packages in a file of their own");
}
