using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST074.</summary>
internal sealed class CommandRule() : LintRule("ST074", Severity.Warning, "what an image starts fits what its parent starts")
{
    public override string Why => "With an ENTRYPOINT of the parent a CMD is no command but its arguments, and a service with neither starts whatever the upstream starts, which is a shell or Python's prompt.";

    public override string Bad =>
        """
        === base
        FROM debian:trixie
        ENTRYPOINT ["python3"]
        === web
        FROM base
        CMD ["python3", "-m", "web"]
        """;

    public override string Good =>
        """
        === base
        FROM debian:trixie
        ENTRYPOINT ["python3"]
        === web
        FROM base
        CMD ["-m", "web"]
        """;

    // Programs that run what their arguments say.
    private static readonly string[] Starters = ["init", "tini", "dumb-init", "catatonit", "env", "gosu", "su-exec", "exec"];

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        var entrypoint = file.Target.Find<EntrypointInstruction>();
        var command = file.Target.Find<CmdInstruction>();
        if (command?.Stage.File == file && entrypoint is { Instruction.Command.Words: [var program, ..] } && entrypoint.Stage.File != file
            && command.Instruction.Command.Words is [var first, ..] && (first == program || first.StartsWith('/')) && !StartsArguments(program, entrypoint.Instruction.Command))
        {
            yield return At(
                file, command.Instruction.Span, $"'{first}' is no command here but an argument of '{program}', the ENTRYPOINT of '{entrypoint.Stage.File.Image?.Name}'",
                "write the arguments alone, or an ENTRYPOINT");
        }
        else if (file.Image is { Ports.Length: > 0 } && file.Target.Root is { } root && !InitEntrypoint.Has(file.Target)
            && !file.Target.Chain.Where(s => s.File == file || s.File.Image?.Ports.Length > 0).Any(s => s.Stage.Instructions.Any(i => i is CmdInstruction or EntrypointInstruction))
            && root.Name is "python" or "debian" or "ubuntu" or "cuda" or "alpine")
        {
            yield return At(file, file.Target.Stage.From.Span, "the service has neither ENTRYPOINT nor CMD", "write ENTRYPOINT");
        }
    }

    private static bool StartsArguments(string program, CommandLine command) =>
        Starters.Contains(program[(program.LastIndexOf('/') + 1)..]) || program.EndsWith(".sh", StringComparison.Ordinal)
        || program.Contains("entrypoint", StringComparison.Ordinal) || command.Words[^1] == "--";
}
