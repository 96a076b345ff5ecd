namespace Strata.Tests.Linting.Rules;

public class PythonCacheRuleTests() : RuleTests("ST042")
{
    [Test] public void Kept() => Catches("RUN [|uv pip install -r a|]");
    [Test] public void Sync() => Catches("RUN [|uv sync --locked|]");
    [Test] public void Cache_mount() => Allows("RUN --mount=type=cache,target=/root/.cache/uv uv pip install -r a");
    [Test] public void Cache_directory() => Allows("RUN --mount=type=cache,target=/uv uv sync --cache-dir /uv");
    [Test] public void Cache_directory_by_variable() => Allows("ENV UV_CACHE_DIR=/uv\nRUN --mount=type=cache,target=/uv uv sync --locked");
    [Test] public void Switched_off() => Allows("RUN pip install --no-cache-dir a");
    [Test] public void Switched_off_by_the_parent() => Allows("=== base\nFROM a:1\nENV PIP_NO_CACHE_DIR=1\n=== web\nFROM base\nRUN pip install a");
}
