using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST059.</summary>
internal sealed class MaintainerRule() : LintRule("ST059", Severity.Warning, "who maintains an image stands in a label")
{
    public override ImmutableArray<string> Aliases => ["DL4000", "MaintainerDeprecated"];

    public override string Why => "MAINTAINER is deprecated: no tool looks there.";

    public override string Bad => "FROM debian:trixie\nMAINTAINER someone@example.org";

    public override string Good => "FROM debian:trixie\nLABEL org.opencontainers.image.authors=\"someone@example.org\"";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from maintainer in file.Dockerfile.Instructions.OfType<MaintainerInstruction>()
        select At(file, maintainer.Span, "MAINTAINER is deprecated", "write LABEL org.opencontainers.image.authors=...");
}
