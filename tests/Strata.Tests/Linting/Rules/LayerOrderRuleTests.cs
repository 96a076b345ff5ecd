namespace Strata.Tests.Linting.Rules;

public class LayerOrderRuleTests() : RuleTests("ST063")
{
    [Test] public void Code_first() => Catches("COPY . /app\nRUN [|pip install -r /app/r.txt|]");
    [Test] public void Dependencies_first() => Allows("COPY r.txt /\nRUN pip install -r r.txt\nCOPY . /app");
    [Test] public void The_project_itself() => Allows("COPY . /app\nRUN pip install --no-deps /app");
    [Test] public void In_another_stage() => Allows("FROM a:1 AS b\nCOPY . /app\nFROM a:1\nRUN pip install -r r.txt");
}
