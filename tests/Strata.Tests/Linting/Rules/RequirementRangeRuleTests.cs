namespace Strata.Tests.Linting.Rules;

public class RequirementRangeRuleTests() : RuleTests("ST041")
{
    [Test] public void No_version() => Catches("RUN uv pip install --system [|torch|]");
    [Test] public void No_upper_bound() => Catches("RUN pip install 'a==1' [|'b[x]>=2'|]");
    [Test] public void Range() => Allows("RUN pip install 'torch>=2.0,<3.0' a~=1.2 b==3");
    [Test] public void File() => Allows("RUN uv pip install --python /app/.venv/bin/python3 -r requirements.txt --link-mode copy");
    [Test] public void Path() => Allows("RUN pip install . ./lib /tmp/a.whl a-1.0-py3-none-any.whl");
    [Test] public void Constraints() => Allows("RUN pip install -c constraints.txt torch");
}
