namespace Strata.Tests.Linting.Rules;

public class RepeatedRequirementRuleTests() : RuleTests("ST091")
{
    private const string Base = "=== base\nFROM python:3.12-slim\nRUN pip install 'httpx>=0.28,<1'\n=== mid\nFROM base\n=== web\nFROM mid\n";

    [Test] public void The_same() => Catches(Base + "RUN pip install [|'httpx<1,>=0.28'|]");
    [Test] public void Any_version() => Catches(Base + "RUN pip install [|HTTPX|]");
    [Test] public void Of_Debian() => Catches("=== base\nFROM debian:trixie\nRUN apt-get install python3-numpy libpq5\n=== web\nFROM base\nRUN apt-get install [|libpq5|]");
    [Test] public void In_an_environment_of_its_own() => Catches("=== web/pyproject.toml\n[project]\ndependencies = [\"[|httpx|]\"]\n" + Base + "WORKDIR /app\nCOPY web/pyproject.toml .\nRUN uv sync");
    [Test] public void Another_range() => Allows(Base + "RUN pip install 'httpx<0.30'");
    [Test] public void Another() => Allows(Base + "RUN pip install redis");
    [Test] public void Other_platforms() => Allows("=== web/requirements.txt\nhttpx; sys_platform == 'win32'\n" + Base + "COPY web/requirements.txt /\nRUN pip install -r /requirements.txt");
    [Test] public void In_a_stage_that_is_not_taken() => Allows("=== base\nFROM python:3.12-slim\nRUN pip install httpx\n=== web\nFROM base AS test\nRUN pip install httpx\nFROM base");

    [Test]
    public void An_ignore_behind_the_requirement_is_about_it_alone() =>
        Catches("=== web/requirements.txt\nhttpx # strata ignore=ST091 the parent will drop it\n[|httpx<1|]\n" + Base + "COPY web/requirements.txt /\nRUN pip install -r /requirements.txt");

    [Test]
    public void An_ignore_above_the_requirement_is_about_it() =>
        Allows("=== web/requirements.txt\nredis\n# strata ignore=ST091 the parent will drop it\n# soon\nhttpx\n" + Base + "COPY web/requirements.txt /\nRUN pip install -r /requirements.txt");

    [Test]
    public void An_ignore_at_the_head_is_about_the_file() =>
        Allows("=== web/requirements.txt\n# List.\n# strata ignore=ST091 shared with another repository\n\nredis\nhttpx\n" + Base + "COPY web/requirements.txt /\nRUN pip install -r /requirements.txt");
}
