namespace Strata.Linting.Rules;

/// <summary>ST090.</summary>
internal sealed class DependencyFileRule() : LintRule("ST090", Severity.Error, "the files that say what is installed can be read")
{
    public override string Why => "What pip, uv or apt cannot read ends the build minutes later, and what Strata cannot read it cannot hold against what the parent brings.";

    public override string Bad =>
        """
        === web/requirements.txt
        numpy>=2.0,<3
        torch=2.6
        === web
        FROM python:3.12-slim
        RUN --mount=type=bind,source=web/requirements.txt,target=/run/requirements.txt uv pip install --no-cache --system -r /run/requirements.txt
        """;

    public override string Good =>
        """
        === web/requirements.txt
        numpy>=2.0,<3
        torch==2.6.0
        === web
        FROM python:3.12-slim
        RUN --mount=type=bind,source=web/requirements.txt,target=/run/requirements.txt uv pip install --no-cache --system -r /run/requirements.txt
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from install in file.Contract?.Installs ?? []
        from problem in install.List.Problems
        select At(problem.File, problem.Span, problem.What, problem.Next);
}
