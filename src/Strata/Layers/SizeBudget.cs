using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>Holds images against the bytes that they may have, as a registry stores them.</summary>
/// <param name="Images">Compressed bytes by image; an image without an entry may have any size.</param>
/// <param name="Total">Compressed bytes of all layers of the fleet, each once; null for any.</param>
public sealed record SizeBudget(ImmutableDictionary<string, long> Images, long? Total)
{
    private const int MostBlamed = 5;

    /// <summary>What is over its budget, with the layers that are to blame, biggest first; empty when nothing is.</summary>
    public ImmutableArray<Problem> Check(LayerReport report)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var image in report.Images)
        {
            if (Images.TryGetValue(image.Image.Name, out var budget) && Over($"image '{image.Image.Name}'", image.Size.Compressed, budget, image.Layers) is { } problem)
            {
                problems.Add(problem);
            }
        }

        if (Total is { } total && Over("the fleet", report.Total.Compressed, total, report.Layers) is { } all)
        {
            problems.Add(all);
        }

        return problems.ToImmutable();
    }

    private static Problem? Over(string place, long? size, long budget, IEnumerable<LayerUse> layers)
    {
        if (size is null)
        {
            return new Problem(place, "how many bytes a registry stores of it is not known, so it cannot be held against its budget",
                "this engine keeps layers uncompressed: publish first, then add --registry");
        }

        return size <= budget ? null : new Problem(
            place,
            $"{ByteText.Format(size.Value)} compressed are {ByteText.Format(size.Value - budget)} over the budget of {ByteText.Format(budget)}",
            "make the layers below smaller, or raise the budget",
            string.Join('\n', layers.OrderByDescending(l => l.Size.Compressed).Take(MostBlamed).Where(l => l.Size.Compressed > 0).Select(Blame)));
    }

    private static string Blame(LayerUse layer) =>
        $"  {ByteText.Format(layer.Size.Compressed!.Value),8}  {layer.MadeBy ?? "outside"}: {(layer.Layer.Instruction.Length == 0 ? layer.Layer.DiffId : Cut(layer.Layer.Instruction))}";

    private static string Cut(string text) => text.Length <= 100 ? text : text[..99] + "…";
}
