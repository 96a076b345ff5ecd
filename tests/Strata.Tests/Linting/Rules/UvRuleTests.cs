namespace Strata.Tests.Linting.Rules;

public class UvRuleTests() : RuleTests("ST040")
{
    [Test] public void Pip() => Catches("RUN [|pip install a|]");
    [Test] public void Module() => Catches("RUN [|python3 -m pip install a|]");
    [Test] public void Uv_itself() => Allows("RUN pip install uv==0.11");
    [Test] public void Uv() => Allows("RUN uv pip install a");
}
