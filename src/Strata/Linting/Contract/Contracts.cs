using Strata.Dependencies;
using Strata.Graph;

namespace Strata.Linting.Contract;

/// <summary>What the rules of the contract ask about the images of a fleet.</summary>
internal static class Contracts
{
    // Distributions whose second copy costs an image hundreds of megabytes, or breaks what was compiled against the first.
    private static readonly HashSet<string> Big = new(StringComparer.Ordinal)
    {
        "torch", "torchvision", "torchaudio", "triton", "tensorflow", "tensorflow-cpu", "jax", "jaxlib", "numpy", "scipy", "pandas", "pyarrow", "scikit-learn",
        "opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless", "onnxruntime", "onnxruntime-gpu", "transformers",
        "vllm", "xformers", "bitsandbytes", "flash-attn", "faiss-cpu", "faiss-gpu", "spacy", "llvmlite", "polars", "ray", "cupy",
    };

    /// <summary>Whether a second copy of the distribution is more than untidy.</summary>
    public static bool IsBig(PackageName name) => Big.Contains(name.Value) || name.Value.StartsWith("nvidia-", StringComparison.Ordinal) || name.Value.StartsWith("cupy-", StringComparison.Ordinal);

    /// <summary>The contracts of all images that a supply carries, parents first.</summary>
    public static IEnumerable<ImageContract> All(LintedFleet fleet) => fleet.Files.Select(f => f.Contract!);

    /// <summary>What a child asks for again, with how its parent brings it.</summary>
    public static IEnumerable<Repetition> Repeated(LintedFile file)
    {
        // What a line repeats in the hub's supply needs no telling for Debian's.
        var told = file.Fleet is { Supply: Supply.Debian } fleet
            ? fleet.Others(file.Image!).SelectMany(Repeated).Select(r => (r.Child.File.Path, r.Child.Span)).ToHashSet()
            : [];
        return All(file).Where(r => !told.Contains((r.Child.File.Path, r.Child.Span)));
    }

    private static IEnumerable<Repetition> All(LintedFile file)
    {
        if (file.Contract is not { Parent: not null } contract)
        {
            yield break;
        }

        foreach (var (requirement, install) in contract.Own)
        {
            if (contract.Brought(requirement.Name) is { } brought)
            {
                yield return new Repetition(requirement, install, brought.Image.Name, brought.Requirement);
            }
            else if (requirement.Name.Value.StartsWith("nvidia-", StringComparison.Ordinal) && contract.Brought(new PackageName("torch")) is { Install.IsCpuOnly: false, Requirement.IsDebian: false } torch)
            {
                yield return new Repetition(requirement, install, torch.Image.Name, torch.Requirement);
            }
        }
    }
}

/// <summary>A requirement of a child for what its parent brings.</summary>
/// <param name="Child">The child's requirement.</param>
/// <param name="Install">The child's installation.</param>
/// <param name="Parent">The parent's name.</param>
/// <param name="Brought">The parent's requirement; torch for the CUDA libraries that it brings along.</param>
internal sealed record Repetition(Requirement Child, Install Install, string Parent, Requirement Brought)
{
    /// <summary>No version pleases both.</summary>
    public bool IsConflict => Child.Name == Brought.Name && Child.Range.Intersect(Brought.Range).IsEmpty;

    /// <summary>Whatever version the parent has pleases the child.</summary>
    public bool IsPleased => Child.Name == Brought.Name && Child.Range.Includes(Brought.Range);

    /// <summary>A second copy of something big comes into the image.</summary>
    public bool IsSecondCopy => Contracts.IsBig(Child.Name) && !Child.IsDebian && (Install.IsSeparate || Install.HasOwnIndex || !IsPleased);
}
