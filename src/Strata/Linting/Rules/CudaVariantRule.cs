using System.Text.RegularExpressions;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST045.</summary>
internal sealed partial class CudaVariantRule() : LintRule("ST045", Severity.Error, "torch is built for the CUDA that the image stands on")
{
    public override string Why =>
        "Wheels of torch bring the CUDA libraries that they were built with. Over a base with others there are two sets of them, gigabytes each, and which one is loaded is luck.";

    public override string Bad =>
        """
        FROM nvidia/cuda:12.8.1-runtime-ubuntu24.04
        RUN uv pip install --no-cache --system --index-url https://download.pytorch.org/whl/cu118 'torch>=2.5,<3'
        """;

    public override string Good =>
        """
        FROM nvidia/cuda:12.8.1-base-ubuntu24.04
        RUN uv pip install --no-cache --system --index-url https://download.pytorch.org/whl/cu128 'torch>=2.5,<3'
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        let tag = stage.Root is { Path: "nvidia/cuda", Tag: { } written } ? Cuda().Match(written) : Match.Empty
        where tag.Success
        let cuda = tag.Groups[1].Value + tag.Groups[2].Value
        from run in stage.Runs
        from call in ToolCall.In(run)
        where call.IsPipInstall || call is { Tool: "uv", Verb: "sync" }
        from word in call.Command.Arguments
        let variant = Variant().Match(stage.Expand(word.Text))
        where variant.Success && variant.Groups[1].Value != "cu" + cuda
        select At(file, word.Span, $"torch of variant '{variant.Groups[1].Value}' on a base with CUDA {tag.Groups[1].Value}.{tag.Groups[2].Value}", $"take cu{cuda}, or another base");

    [GeneratedRegex(@"^(\d+)\.(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Cuda();

    [GeneratedRegex(@"(?:^|/whl/|--torch-backend=)(cu\d{2,3}|cpu|rocm[\d.]+|xpu)/?$", RegexOptions.CultureInvariant)]
    private static partial Regex Variant();
}
