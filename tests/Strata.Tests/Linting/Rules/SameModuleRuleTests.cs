namespace Strata.Tests.Linting.Rules;

public class SameModuleRuleTests() : RuleTests("ST095")
{
    [Test] public void Over_the_parent() => Catches("=== base\nFROM python:3.12-slim\nRUN pip install psycopg2-binary\n=== web\nFROM base\nRUN pip install [|psycopg2|]");
    [Test] public void In_one_image() => Catches("=== web\nFROM python:3.12-slim\nRUN pip install opencv-python [|opencv-python-headless|]");
    [Test] public void Over_a_package_of_Debian() => Catches("=== base\nFROM debian:trixie\nRUN apt-get install python3-opencv\n=== web\nFROM base\nRUN pip install [|opencv-python-headless|]");
    [Test] public void Old_and_new_name() => Allows("=== web\nFROM python:3.12-slim\nRUN pip install python-Levenshtein Levenshtein");
    [Test] public void Parts_of_a_shared_package() => Allows("=== web\nFROM python:3.12-slim\nRUN pip install google-cloud-storage google-cloud-bigquery protobuf");
}
