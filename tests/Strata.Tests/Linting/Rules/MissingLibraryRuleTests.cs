namespace Strata.Tests.Linting.Rules;

public class MissingLibraryRuleTests() : RuleTests("ST096")
{
    private const string Images = "\n=== base\nFROM python:3.12-slim\nRUN pip install fastapi\n=== ml\nFROM base\nRUN pip install scikit-learn torch\n";

    [Test] public void Nothing_brings_it() => Catches("=== web/app.py\nimport os\nimport [|redis|]" + Images + "=== web\nFROM base\nCOPY web /app");
    [Test] public void Another_base_brings_it() => Catches("=== web/app.py\nfrom [|sklearn.cluster|] import KMeans" + Images + "=== web\nFROM base\nCOPY web /app");
    [Test] public void Only_its_first_import_is_told() => Catches("=== web/a.py\nimport [|redis|]\n=== web/b.py\nimport redis" + Images + "=== web\nFROM base\nCOPY web /app");
    [Test] public void The_parent_brings_it() => Allows("=== web/app.py\nfrom sklearn.cluster import KMeans\nimport torch" + Images + "=== web\nFROM ml\nCOPY web /app");
    [Test] public void It_comes_along() => Allows("=== web/app.py\nimport starlette, pydantic, numpy, joblib" + Images + "=== web\nFROM ml\nCOPY web /app");
    [Test] public void It_is_a_module_of_the_service() => Allows("=== web/redis/__init__.py\n=== web/app.py\nimport redis" + Images + "=== web\nFROM base\nCOPY web /app");
    [Test] public void It_is_a_module_that_the_parent_copies() => Allows("=== libs/redis/x.py\n=== web/app.py\nimport redis\n=== base\nFROM python:3.12-slim\nCOPY libs /libs\n=== web\nFROM base\nCOPY web /app");
    [Test] public void It_is_only_tried() => Allows("=== web/app.py\ntry:\n    import redis\nexcept ImportError:\n    redis = None" + Images + "=== web\nFROM base\nCOPY web /app");
    [Test] public void Tests_are_not_run_there() => Allows("=== web/tests/test_app.py\nimport pytest\n=== web/test_b.py\nimport redis" + Images + "=== web\nFROM base\nCOPY web /app");
    [Test] public void What_a_base_from_outside_brings_is_not_known() => Allows("=== web/app.py\nimport redis\n=== web\nFROM tiangolo/uvicorn-gunicorn:1\nCOPY web /app");
    [Test] public void What_an_unknown_list_brings_is_not_known() => Allows("=== web/app.py\nimport redis\n=== web\nFROM python:3.12\nRUN pip install -r /somewhere.txt\nCOPY web /app");
    [Test] public void Debian_brings_it() => Allows("=== web/app.py\nimport numpy, sklearn, dateutil\n=== web\nFROM debian:trixie\nRUN apt-get install python3-sklearn python3-dateutil\nCOPY web /app");
    [Test] public void Part_of_a_shared_package() => Catches("=== web/app.py\nfrom [|google.cloud|] import storage\n=== web\nFROM python:3.12\nRUN pip install google-cloud-bigquery\nCOPY web /app");
}
