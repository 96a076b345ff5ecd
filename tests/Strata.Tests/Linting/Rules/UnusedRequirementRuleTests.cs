namespace Strata.Tests.Linting.Rules;

public class UnusedRequirementRuleTests() : RuleTests("ST097")
{
    [Test] public void Of_a_service() => Catches("=== web/app.py\nimport httpx\n=== web/requirements.txt\nhttpx\n[|redis>=5|]\n=== web\nFROM python:3.12\nCOPY web /app\nRUN pip install -r /app/requirements.txt");
    [Test] public void Of_a_base() => Catches("=== web/app.py\nimport httpx\n=== base\nFROM python:3.12\nRUN pip install httpx [|redis|]\n=== web\nFROM base\nCOPY web /app");
    [Test] public void Of_Debian() => Catches("=== web/app.py\nimport numpy\n=== web\nFROM debian:trixie\nRUN apt-get install python3-numpy [|python3-redis|] libpq5\nCOPY web /app");
    [Test] public void A_child_imports_it() => Allows("=== web/app.py\nimport sklearn\n=== base\nFROM python:3.12\nRUN pip install scikit-learn\n=== web\nFROM base\nCOPY web /app");
    [Test] public void A_command_starts_it() => Allows("=== web/app.py\nx = 1\n=== web\nFROM python:3.12\nRUN pip install hypercorn\nCOPY web /app\nCMD [\"hypercorn\", \"app:app\"]");
    [Test] public void A_text_names_it() => Allows("=== web/app.py\nurl = 'postgresql+asyncpg://db'\n=== web\nFROM python:3.12\nRUN pip install asyncpg\nCOPY web /app");
    [Test] public void Nobody_has_sources() => Allows("=== base\nFROM python:3.12\nRUN pip install redis\n=== web\nFROM base");
    [Test] public void Sources_are_not_known() => Allows("=== web/app.py\nx=1\n=== base\nFROM python:3.12\nRUN pip install redis\n=== web\nFROM base\nARG SRC\nCOPY web /app\nCOPY $SRC /app");
}
