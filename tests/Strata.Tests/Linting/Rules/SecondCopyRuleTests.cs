namespace Strata.Tests.Linting.Rules;

public class SecondCopyRuleTests() : RuleTests("ST094")
{
    private const string Base = "=== base\nFROM python:3.12-slim\nRUN uv pip install --system 'torch>=2.6,<3' 'numpy>=2,<3'\n=== web\nFROM base\n";

    [Test] public void Another_version() => Catches(Base + "RUN pip install [|torch==2.5.1|]");
    [Test] public void Another_range() => Catches(Base + "RUN pip install [|'numpy<2'|]");
    [Test] public void Another_index() => Catches(Base + "RUN uv pip install --system --torch-backend=cu128 [|torch|]");
    [Test] public void Libraries_that_torch_brings() => Catches(Base + "RUN pip install [|nvidia-cudnn-cu12|]");
    [Test] public void In_an_environment_of_its_own() => Catches(Base + "RUN pip install --target /opt/lib [|torch|]");
    [Test] public void In_a_venv_that_is_copied() => Catches("=== base\nFROM python:3.12-slim\nRUN pip install torch\n=== web\nFROM base AS build\nRUN uv venv /app/.venv && uv pip install --python /app/.venv/bin/python [|torch|]\nFROM base\nCOPY --from=build /app/.venv /app/.venv");
    [Test] public void By_a_lock() => Catches("=== web/pyproject.toml\n[project]\ndependencies = [\"transformers\"]\n=== web/uv.lock\n[[package]]\nname = \"transformers\"\nversion = \"4.47\"\ndependencies = [{ name = \"torch\" }]\n[[package]]\n[|name = \"torch\"|]\nversion = \"2.6.0\"\n" + Base + "WORKDIR /app\nCOPY web .\nRUN uv sync --locked");
    [Test] public void Pleased_by_the_parent() => Allows(Base + "RUN pip install torch numpy");
    [Test] public void No_libraries_without_a_GPU() => Allows("=== base\nFROM python:3.12-slim\nRUN uv pip install --system --torch-backend=cpu torch\n=== web\nFROM base\nRUN pip install nvidia-ml-py");
    [Test] public void Something_small() => Allows("=== base\nFROM python:3.12-slim\nRUN pip install 'httpx<1'\n=== web\nFROM base\nRUN pip install 'httpx<0.28'");
}
