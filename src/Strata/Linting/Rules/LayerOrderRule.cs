using Strata.Dockerfiles;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST063.</summary>
internal sealed class LayerOrderRule() : LintRule("ST063", Severity.Warning, "dependencies are installed before the code is copied")
{
    public override string Why => "A change of one line of code then leaves the layer of dependencies alone, which takes minutes and gigabytes to make.";

    public override string Bad =>
        """
        FROM python:3.12-slim
        COPY . /app
        RUN uv pip install --no-cache --system --requirement /app/requirements.txt
        """;

    public override string Good =>
        """
        FROM python:3.12-slim
        RUN --mount=type=bind,source=requirements.txt,target=/run/requirements.txt \
            uv pip install --no-cache --system --requirement /run/requirements.txt
        COPY . /app
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        let code = stage.Stage.Instructions.OfType<CopyInstruction>().FirstOrDefault(c => c.From is null && c.Sources.Any(s => s.Text.TrimEnd('/') is "." or "" or "src" or "./src"))
        where code is not null
        from run in stage.Runs
        where run.Run.Span.Offset > code.Span.Offset
        from call in ToolCall.In(run).Where(Installs).Take(1)
        select At(file, call.Command.Span, $"every change of the code installs anew: it is copied above, at line {code.Span.StartLine}", "install from the list of dependencies alone first, mounted with type=bind");

    // Installing the project itself comes after the code.
    private static bool Installs(ToolCall call) =>
        call.IsAptInstall
        || call.IsPipInstall && !call.Has("--no-deps", "-e", "--editable") && call.Operands.All(o => !o.Text.StartsWith('.') && !o.Text.StartsWith('/'))
        || call is { Tool: "npm", Verb: "ci" };
}
