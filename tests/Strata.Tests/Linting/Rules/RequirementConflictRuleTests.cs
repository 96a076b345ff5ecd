namespace Strata.Tests.Linting.Rules;

public class RequirementConflictRuleTests() : RuleTests("ST093")
{
    private const string Base = "=== base\nFROM python:3.12-slim\nRUN pip install 'pydantic>=2,<3'\n=== web\nFROM base\n";

    [Test] public void Lower() => Catches(Base + "RUN pip install [|'pydantic<2'|]");
    [Test] public void Exact() => Catches(Base + "RUN pip install [|pydantic==1.10.2|]");
    [Test] public void Twice_in_one_list() => Catches("=== web/requirements.txt\nredis<6\n[|Redis>=6|]\n=== web\nFROM python:3.12-slim\nCOPY web/requirements.txt /\nRUN pip install -r /requirements.txt");
    [Test] public void Constraint() => Catches("=== web/pins.txt\n[|redis==5|]\n=== web\nFROM python:3.12-slim\nCOPY web/pins.txt /\nRUN pip install -c /pins.txt 'redis>=6'");
    [Test] public void Overlap() => Allows(Base + "RUN pip install 'pydantic>=2.5'");
    [Test] public void For_several_Pythons() => Allows("=== web/requirements.txt\nnumpy<2; python_version < '3.10'\nnumpy>=2; python_version >= '3.10'\n=== web\nFROM python:3.12-slim\nCOPY web/requirements.txt /\nRUN pip install -r /requirements.txt");
}
