namespace Strata.Tests.Linting.Rules;

public class UnknownImportRuleTests() : RuleTests("ST098")
{
    [Test] public void Unknown() => Catches("=== web/app.py\nimport [|harkon_tools.x|]\n=== web\nFROM python:3.12\nCOPY web /app");
    [Test] public void Named_as_its_distribution() => Allows("=== web/app.py\nimport harkon_tools\n=== web\nFROM python:3.12\nRUN pip install harkon-tools\nCOPY web /app");
    [Test] public void Ignored() => Allows("=== web/app.py\nimport harkon_tools  # strata ignore=ST098 comes with the platform\n=== web\nFROM python:3.12\nCOPY web /app");
}
