namespace Strata.Linting.Rules;

/// <summary>Examples of the rules of the contract: a base and a service on it.</summary>
internal static class RuleExamples
{
    /// <summary>A base with one requirement, and a service that asks for another.</summary>
    public static string Pair(string parent, string child) =>
        $"""
        === base/requirements.txt
        {parent}
        === web/requirements.txt
        {child}
        === base
        FROM python:3.12-slim
        RUN --mount=type=bind,source=base/requirements.txt,target=/run/requirements.txt uv pip install --no-cache --system -r /run/requirements.txt
        === web
        FROM base
        RUN --mount=type=bind,source=web/requirements.txt,target=/run/requirements.txt uv pip install --no-cache --system -r /run/requirements.txt
        """;

    /// <summary>Two bases, and a service on one of them with one source.</summary>
    public static string Import(string parent, string source) =>
        $"""
        === base-runtime
        FROM python:3.12-slim
        RUN uv pip install --no-cache --system 'fastapi>=0.115,<1' 'httpx>=0.28,<1'
        === base-ml
        FROM base-runtime
        RUN uv pip install --no-cache --system 'torch>=2.6,<3'
        === web/src/app.py
        {source}
        === web
        FROM {parent}
        COPY web/src /app/src
        """;
}
