using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>Images whose first process is s6-overlay's: it starts as root and starts the services as others.</summary>
internal static class InitEntrypoint
{
    public static bool Has(LintedStage stage) =>
        stage.Find<EntrypointInstruction>()?.Instruction.Command.Words is ["/init", ..]
        || stage.Root is { } root && root.Path.StartsWith("linuxserver/", StringComparison.Ordinal);
}
