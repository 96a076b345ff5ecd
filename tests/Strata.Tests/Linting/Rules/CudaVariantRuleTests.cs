namespace Strata.Tests.Linting.Rules;

public class CudaVariantRuleTests() : RuleTests("ST045")
{
    [Test] public void Another_cuda() => Catches("FROM nvidia/cuda:12.8.1-base\nRUN uv pip install [|--torch-backend=cu126|] torch");
    [Test] public void Base_of_the_parent() => Catches("=== base\nFROM nvidia/cuda:12.4.1-base\n=== web\nFROM base\nRUN pip install --index-url [|https://download.pytorch.org/whl/cu118|] torch");
    [Test] public void Variable() => Catches("FROM nvidia/cuda:12.8.1-base\nARG B=cpu\nRUN uv pip install --torch-backend [|$B|] torch");
    [Test] public void The_same() => Allows("FROM nvidia/cuda:12.8.1-base\nRUN uv pip install --torch-backend=cu128 torch");
    [Test] public void No_cuda_base() => Allows("FROM python:3.12\nRUN uv pip install --torch-backend=cu128 torch");
}
