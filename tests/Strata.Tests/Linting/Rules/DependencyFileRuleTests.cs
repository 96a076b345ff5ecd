namespace Strata.Tests.Linting.Rules;

public class DependencyFileRuleTests() : RuleTests("ST090")
{
    private const string Web = "\n=== web\nFROM python:3.12-slim\nRUN --mount=type=bind,source=web,target=/run/web ";

    [Test] public void Specifier() => Catches("=== web/requirements.txt\ntorch[|=2.6|]" + Web + "pip install -r /run/web/requirements.txt");
    [Test] public void Include() => Catches("=== web/requirements.txt\n-r [|no.txt|]" + Web + "cd /run/web && pip install -r /run/web/requirements.txt");
    [Test] public void Project() => Catches("=== web/pyproject.toml\n[project]\ndependencies = [[|x|]]" + Web + "pip install /run/web");
    [Test] public void Packages() => Catches("=== web/packages.txt\n[|Python3!|]" + Web + "xargs apt-get install --yes < /run/web/packages.txt && xargs apt-get install -y -a /run/web/packages.txt");
    [Test] public void Copied() => Catches("=== web/requirements.txt\n[|a b|]\n=== web\nFROM python:3.12-slim\nWORKDIR /app\nCOPY web/requirements.txt ./\nRUN pip install -r requirements.txt");
    [Test] public void Copied_by_pattern() => Catches("=== web/requirements.txt\n[|a b|]\n=== web\nFROM python:3.12-slim\nCOPY web/requirement*.txt /tmp/\nRUN pip install -r /tmp/requirements.txt");
    [Test] public void From_elsewhere() => Allows("=== web\nFROM python:3.12-slim\nRUN pip install -r https://example.org/requirements.txt -r /opt/requirements.txt");
}
