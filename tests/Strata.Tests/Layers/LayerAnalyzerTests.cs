using Strata.Layers;

namespace Strata.Tests.Layers;

public class LayerAnalyzerTests
{
    private static readonly LayerContent System = Layer.Of("os=1000:os");
    private static readonly LayerContent Runtime = Layer.Of("py=500:py");
    private static readonly LayerContent Ml = Layer.Of("torch=8000:torch");
    private static readonly LayerContent Ocr = Layer.Of("ocr=50:ocr");
    private static readonly LayerContent Rag = Layer.Of("rag=60:rag");
    private static readonly LayerContent Gate = Layer.Of("gate=70:gate");

    private static readonly LayerReport Report = Layer.Analyze(
    [
        Layer.Image("base", [System, Runtime]),
        Layer.Image("ml", [System, Runtime, Ml], "base"),
        Layer.Image("ocr", [System, Runtime, Ml, Ocr], "ml"),
        Layer.Image("rag", [System, Runtime, Ml, Rag], "ml"),
        Layer.Image("gate", [System, Gate]),
    ], System, Runtime, Ml, Ocr, Rag, Gate);

    [Test]
    public void Fleet_counts_each_layer_once()
    {
        Assert.That(Report.Total.Uncompressed, Is.EqualTo(new[] { System, Runtime, Ml, Ocr, Rag, Gate }.Sum(l => l.Size)));
        Assert.That(Report.WithoutSharing.Uncompressed, Is.EqualTo((5 * System.Size) + (4 * Runtime.Size) + (3 * Ml.Size) + Ocr.Size + Rag.Size + Gate.Size));
    }

    [Test]
    public void Layer_is_of_the_image_that_all_others_with_it_stand_on()
    {
        Assert.That(Report.Layers.Select(l => l.MadeBy), Is.EqualTo(new[] { null, "base", "ml", "ocr", "rag", "gate" }));
        Assert.That(Report.Layers[2].Users, Is.EqualTo(new[] { "ml", "ocr", "rag" }));
    }

    [Test]
    public void Own_layers_are_those_beyond_the_base()
    {
        Assert.That(Image("ocr").Base, Is.EqualTo("ml"));
        Assert.That(Image("ocr").Own.Uncompressed, Is.EqualTo(Ocr.Size));
        Assert.That(Image("ml").Unique.Uncompressed, Is.Zero);
        Assert.That(Image("ocr").Unique.Uncompressed, Is.EqualTo(Ocr.Size));
        Assert.That(Image("ocr").Shared.Uncompressed, Is.EqualTo(System.Size + Runtime.Size + Ml.Size));
    }

    [Test]
    public void Push_sends_what_parents_lack_with_manifest_and_config()
    {
        Assert.That(Image("ocr").Transfer, Is.EqualTo((Ocr.Size / 2) + 100));
        Assert.That(Image("base").Transfer, Is.EqualTo((System.Size / 2) + (Runtime.Size / 2) + 100));
    }

    [Test]
    public void New_base_costs_its_own_layers_and_those_of_all_that_stand_on_it()
    {
        Assert.That(Image("ml").Bump.Images, Is.EqualTo(new[] { "ml", "ocr", "rag" }));
        Assert.That(Image("ml").Bump.Push, Is.EqualTo((Ml.Size / 2) + (Ocr.Size / 2) + (Rag.Size / 2) + 300));
        Assert.That(Image("base").Bump.Push, Is.EqualTo(Image("ml").Bump.Push + (Runtime.Size / 2) + 100), "what is from outside stays");
    }

    [Test]
    public void Stale_child_that_does_not_begin_with_its_parent_has_no_base()
    {
        var report = Layer.Analyze([Layer.Image("base", [System, Runtime]), Layer.Image("old", [System, Gate, Ocr], "base")], System, Runtime, Gate, Ocr);
        Assert.That(report.Images[1].Base, Is.Null);
        Assert.That(report.Images[1].Own, Is.EqualTo(report.Images[1].Size));
        Assert.That(report.Images[1].Transfer, Is.EqualTo((Gate.Size / 2) + (Ocr.Size / 2) + 100));
    }

    [Test]
    public void Unknown_compressed_bytes_make_unknown_sums_and_no_others()
    {
        var image = Layer.Image("one", [System, Runtime]);
        image = image with { Layers = image.Layers.SetItem(1, image.Layers[1] with { Compressed = null }) };
        var one = Layer.Analyze([image], System, Runtime).Images[0];
        Assert.That((one.Size.Compressed, one.Size.Uncompressed, one.Transfer, one.Bump.Push), Is.EqualTo(((long?)null, System.Size + Runtime.Size, (long?)null, (long?)null)));
    }

    [Test]
    public void Missing_content_is_told() =>
        Assert.That(() => Layer.Analyze([Layer.Image("one", [System, Runtime])], System), Throws.ArgumentException.With.Message.Contain(Runtime.DiffId));

    [Test]
    public void Children_of_one_base_do_not_disturb_each_other()
    {
        var first = Layer.Of("-os");
        var second = Layer.Of("os=1:new");
        var report = Layer.Analyze(
            [Layer.Image("base", [System]), Layer.Image("a", [System, first], "base"), Layer.Image("b", [System, second], "base"), Layer.Image("c", [System, Gate], "base")],
            System, first, second, Gate);
        Assert.That(report.Images.Select(i => i.WastedBytes), Is.EqualTo(new[] { 0L, 1000, 1000, 0 }));
        Assert.That(report.Images[3].BiggestFiles.Select(f => f.Path), Is.EqualTo(new[] { "os", "gate" }));
    }

    private static ImageAnalysis Image(string name) => Report.Images.Single(i => i.Image.Name == name);
}
