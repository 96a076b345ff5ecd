using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST040.</summary>
internal sealed class UvRule() : LintRule("ST040", Severity.Warning, "Python packages are installed with uv")
{
    public override string Why => "uv installs 10 to 100 times as fast as pip, resolves better, and is what developers use too.";

    public override string Bad => "FROM python:3.12-slim\nRUN pip install --no-cache-dir 'httpx>=0.28,<1'";

    public override string Good => "FROM python:3.12-slim\nRUN --mount=type=cache,target=/root/.cache/uv uv pip install --system 'httpx>=0.28,<1'";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from call in ToolCall.In(run)
        where call.Tool == "pip" && call.Verb == "install" && !call.Operands.Any(o => Package(o.Text) is "uv" or "pip")
        select At(file, call.Command.Span, "pip installs", "write uv pip install --system");

    private static string Package(string requirement) => requirement.Split('=', '<', '>', '~', '!', '[')[0];
}
