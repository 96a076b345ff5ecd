using System.Text;
using System.Text.Json;
using Strata.Layers;

namespace Strata.Reports;

/// <summary>The fleet's bytes as a tree for the page's map: who made a layer, the layers, their directories and files.</summary>
internal static class TreemapJson
{
    // What is smaller than this share of all cannot be seen anyway.
    private const long Shares = 3000;

    /// <summary>One line, safe within a script element. n: name, b: bytes, t: what it is, c: children.</summary>
    public static string Render(LayerReport report)
    {
        var least = report.Layers.Sum(l => l.Size.Uncompressed) / Shares;
        var groups = report.Layers.GroupBy(l => l.MadeBy)
            .Select(g => (Name: g.Key ?? "from outside", Layers: g.Select(l => (Use: l, Tree: DirectorySizes.Of(l.Content, least))).Where(l => l.Tree.Bytes > 0).ToList()))
            .Where(g => g.Layers.Count > 0)
            .ToList();
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Start(json, "all images", groups.Sum(g => g.Layers.Sum(l => l.Tree.Bytes)), "");
            foreach (var (name, layers) in groups.OrderByDescending(g => g.Layers.Sum(l => l.Tree.Bytes)))
            {
                Start(json, name, layers.Sum(l => l.Tree.Bytes), $"{layers.Count} {(layers.Count == 1 ? "layer" : "layers")}");
                foreach (var (use, tree) in layers.OrderByDescending(l => l.Tree.Bytes))
                {
                    var compressed = use.Size.Compressed is { } bytes ? $"{ByteText.Format(bytes)} compressed, " : "";
                    Start(json, use.Layer.Instruction.Length > 0 ? use.Layer.Instruction : use.Layer.DiffId, tree.Bytes, $"layer, {compressed}in {use.Users.Length} of {report.Images.Length} images");
                    Children(json, tree);
                    End(json);
                }

                End(json);
            }

            End(json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Children(Utf8JsonWriter json, DirectorySizes parent)
    {
        foreach (var child in parent.Children)
        {
            Start(json, child.Name, child.Bytes, null);
            Children(json, child);
            End(json);
        }
    }

    private static void Start(Utf8JsonWriter json, string name, long bytes, string? what)
    {
        json.WriteStartObject();
        json.WriteString("n", name);
        json.WriteNumber("b", bytes);
        if (what is { Length: > 0 })
        {
            json.WriteString("t", what);
        }

        json.WriteStartArray("c");
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
