using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST071.</summary>
internal sealed class HealthcheckRule() : LintRule("ST071", Severity.Warning, "a service has a HEALTHCHECK, its own or its parent's")
{
    public override ImmutableArray<string> Aliases => ["DL3057"];

    public override string Why => "A process that runs is not a service that answers. Without a check nobody restarts one that hangs.";

    public override string Bad =>
        """
        === web @8000
        FROM debian:trixie
        EXPOSE 8000
        """;

    public override string Good =>
        """
        === web @8000
        FROM debian:trixie
        EXPOSE 8000
        HEALTHCHECK CMD ["curl", "--fail", "http://127.0.0.1:8000/health"]
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        if (file.Image is not { Ports.Length: > 0 } || file.Target.Find<HealthcheckInstruction>() is { Instruction.Command: not null })
        {
            yield break;
        }

        var off = file.Target.Find<HealthcheckInstruction>();
        yield return At(
            file, off?.Stage.File == file ? off.Instruction.Span : file.Target.Stage.From.Span,
            off is null ? "the service has no HEALTHCHECK" : "the service's HEALTHCHECK is switched off", "ask it on its port");
    }
}
