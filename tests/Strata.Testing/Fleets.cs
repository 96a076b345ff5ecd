using System.Collections.Immutable;
using Strata.Graph;
using Strata.Layers;
using Strata.Oci;
using Strata.Reports;

namespace Strata.Testing;

/// <summary>Images of a platform as an analysis finds them: sizes as in real life, and with the usual sins.</summary>
public static class Fleets
{
    private const string Site = "usr/lib/python3/dist-packages";

    private static readonly LayerContent System = Content(
        "system", ("usr/lib/x86_64-linux-gnu/libc.so.6", 1_900_000), ("usr/bin/perl", 4_000_000), ("usr/bin/bash", 1_300_000), ("var/lib/dpkg/status", 86_000), ("usr/share/zoneinfo/tzdata.zi", 100_000));

    private static readonly LayerContent Runtime = Content(
        "runtime", ($"{Site}/fastapi/routing.py", 170_000), ($"{Site}/uvicorn/main.py", 20_000), ($"{Site}/numpy/core/multiarray.so", 9_000_000), ("var/lib/dpkg/status", 140_000), ("root/.cache/pip/http/1", 44_000_000));

    private static readonly LayerContent Tidy = Content("tidy", "root/.cache");

    private static readonly LayerContent Ml = Content(
        "ml", ($"{Site}/torch/lib/libtorch_cpu.so", 263_000_000), ($"{Site}/torch/__init__.py", 90_000), ($"{Site}/scipy/linalg/_flapack.so", 30_000_000), ($"{Site}/sklearn/tree/_tree.so", 12_000_000),
        ($"{Site}/nltk/corpus/data.bin", 11_000_000), ("usr/lib/x86_64-linux-gnu/libLLVM-17.so.1", 124_000_000), ("usr/lib/x86_64-linux-gnu/libdnnl.so.3.7", 44_000_000));

    private static readonly LayerContent Retriever = Content("retriever", ("app/src/retriever/__main__.py", 9_000), ("app/src/retriever/bm25.py", 4_000));

    private static readonly LayerContent Ocr = Content("ocr", ($"app/.venv/lib/python3.12/site-packages/torch/lib/libtorch_cpu.so", 263_000_000), ("app/models/ocr.bin", 98_000_000), ("app/src/ocr/__main__.py", 7_000));

    private static readonly LayerContent Owner = Content("owner", ("app/models/ocr.bin", 98_000_000));

    private static readonly LayerContent Router = Content("router", ("app/.venv/lib/python3.12/site-packages/httpx/_client.py", 65_000), ("app/src/router/__main__.py", 12_000));

    /// <summary>The graph of the images.</summary>
    public static ImageGraph Graph() => Graphs.Create("""
        base-runtime =v1.0.1 <- python
        base-ml =v1.0.1 <- base-runtime
        router @8080 <- python
        svc-ocr @8103:8000 <- base-ml
        svc-rag-retriever @8102:8000 <- base-ml
        """);

    /// <summary>Where their bytes are.</summary>
    public static LayerReport Report()
    {
        (LayerContent, string) system = (System, "mmdebstrap");
        (LayerContent, string)[] runtime = [system, (Runtime, "RUN pip install --requirement requirements.txt"), (Tidy, "RUN rm -rf /root/.cache")];
        (LayerContent, string)[] ml = [.. runtime, (Ml, "RUN --mount=type=cache,target=/root/.cache uv pip install --system --requirement /tmp/requirements.txt && python3 -m compileall -q /usr/lib/python3")];
        return LayerAnalyzer.Analyze(
        [
            Image("base-runtime", "v1.0.1", runtime),
            Image("base-ml", "v1.0.1", ml, "base-runtime"),
            Image("router", "v0.3.0", [system, (Router, "COPY --link --chmod=755 services/router /app")]),
            Image("svc-ocr", "v0.3.0", [.. ml, (Ocr, "COPY services/svc-ocr /app"), (Owner, "RUN chown -R app:app /app/models")], "base-ml"),
            Image("svc-rag-retriever", "v0.3.0", [.. ml, (Retriever, "COPY --chmod=755 services/svc-rag-retriever/src /app/src")], "base-ml"),
        ], new[] { System, Runtime, Tidy, Ml, Retriever, Ocr, Owner, Router }.ToDictionary(l => l.DiffId, StringComparer.Ordinal));
    }

    /// <summary>Budgets, one of which does not hold.</summary>
    public static SizeBudget Budget() => new(ImmutableDictionary<string, long>.Empty.Add("svc-ocr", 400_000_000).Add("svc-rag-retriever", 300_000_000).Add("router", 20_000_000), null);

    /// <summary>How they are built.</summary>
    public static BuildTimeline Timeline() => BuildTimeline.Create(Graph(), new Dictionary<string, TimeSpan>
    {
        ["base-runtime"] = TimeSpan.FromSeconds(15), ["base-ml"] = TimeSpan.FromSeconds(98), ["router"] = TimeSpan.FromSeconds(22), ["svc-ocr"] = TimeSpan.FromSeconds(31),
        ["svc-rag-retriever"] = TimeSpan.FromSeconds(3.4),
    });

    /// <summary>How big they were.</summary>
    public static ImmutableArray<SizeHistory> History() =>
    [
        new("base-ml", [.. new long[] { 480, 520, 510, 540, 548 }.Select((mb, i) => new SizePoint(DateTimeOffset.UnixEpoch.AddDays(20000 + (i * i)), mb * 1_000_000))]),
        new("router", [new SizePoint(DateTimeOffset.UnixEpoch.AddDays(20010), 7_400_000)]),
    ];

    private static LayeredImage Image(string name, string version, (LayerContent Content, string Instruction)[] layers, params ImmutableArray<string> parents) => new(
        name,
        parents,
        $"{name}:{version}",
        Digest.Of(global::System.Text.Encoding.UTF8.GetBytes(name)).ToString(),
        [.. layers.Select(l => new ImageLayer(l.Content.DiffId, Digest.Of(global::System.Text.Encoding.UTF8.GetBytes("z" + l.Content.DiffId)).ToString(), (l.Content.Size * 2 / 5) + 30, l.Instruction))],
        2_700);

    private static LayerContent Content(string name, params (string Path, long Size)[] files) => Make(name, files.Select(f =>
        new LayerEntry(f.Path, LayerEntryKind.File, f.Size, 0x1a4, (UInt128)(f.Path.Split('/')[^1] + f.Size).Aggregate(7UL, (hash, c) => (hash * 31) + c))));

    private static LayerContent Content(string name, string deleted) => Make(name, [new LayerEntry(deleted, LayerEntryKind.Whiteout)]);

    private static LayerContent Make(string name, IEnumerable<LayerEntry> entries)
    {
        ImmutableArray<LayerEntry> all = [.. entries];
        return new LayerContent(
            Digest.Of(global::System.Text.Encoding.UTF8.GetBytes(name)).ToString(),
            all.Sum(e => 512 + ((e.Size + 511) / 512 * 512)) + 1024,
            all,
            all.Any(e => e.Path.Contains("/torch/")) ? [new PythonDistribution(Site, "torch", "2.6.0"), new PythonDistribution("app/.venv/lib/python3.12/site-packages", "torch", "2.6.0")] : []);
    }
}
