namespace Strata.Tests.Linting.Rules;

public class OtherRangeRuleTests() : RuleTests("ST092")
{
    private const string Base = "=== base\nFROM python:3.12-slim\nRUN pip install 'httpx>=0.27,<1'\n=== web\nFROM base\n";

    [Test] public void Narrower() => Catches(Base + "RUN pip install [|'httpx>=0.28,<1'|]");
    [Test] public void Moved() => Catches(Base + "RUN pip install [|'httpx>=0.28,<2'|]");
    [Test] public void Wider() => Allows(Base + "RUN pip install 'httpx>=0.20'");
    [Test] public void Conflict() => Allows(Base + "RUN pip install 'httpx>=2'");
}
