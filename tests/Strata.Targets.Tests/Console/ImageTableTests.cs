using System.Collections.Immutable;
using Spectre.Console;
using Strata.Graph;
using Strata.Planning;
using Strata.Targets.Console;

namespace Strata.Targets.Tests.Console;

public sealed class ImageTableTests
{
    [Test]
    public void It_fits([Values(80, 120, 160)] int width)
    {
        var text = Render(width);

        Assert.That(text.Split('\n').Max(l => l.TrimEnd().Length), Is.LessThanOrEqualTo(width));
        Golden.Check($"table-{width}.txt", string.Join('\n', text.Split('\n').Select(l => l.TrimEnd())));
    }

    private static string Render(int width)
    {
        var layers = ImmutableArray.Create(new LayerSize("sha256:1", 100_000_000), new LayerSize("sha256:2", 88_000_000));
        var digest = "sha256:" + new string('a', 64);
        var results = new ImageResult[]
        {
            new ImageBuilt("base-runtime", "base-runtime:v1.0.1", digest, TimeSpan.FromSeconds(0.3), layers, 4, 4),
            new ImageBuilt("svc-rag-retriever", "svc-rag-retriever:dev", digest, TimeSpan.FromSeconds(125), layers.Add(new LayerSize("sha256:3", 1_200_000_000)), 3, 0),
            new ImageFailed("base-ml", new Problem("docker/base-ml/Dockerfile:3", "RUN false exited with code 1")),
            new ImageNotBuilt("svc-ocr", "base-ml failed"),
            new ImageSkipped("svc-gpu", "not in the debian supply: CUDA comes from nvidia.com only"),
        };
        var images = results.Select(r => new ImageDefinition
        {
            Name = r.Image, Target = r.Image, Dockerfile = "Dockerfile", Parents = r.Image == "svc-rag-retriever" ? ["base-runtime"] : [],
        });
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Write(ImageTable.Render([.. images], results.ToDictionary(r => r.Image), width));
        return output.ToString();
    }
}
