using System.Globalization;
using Strata.Engine.Engines;

namespace Strata.Benchmarks;

/// <summary>Builds and pushes three ML services on a common base, and the same three without one: seconds and bytes.</summary>
internal sealed class LayeringBench(EngineConnection engine, LoopbackRegistry registry, string scratch, string source, string home)
{
    private const int Services = 3;

    // Manifests and configs alone: nothing to compare.
    private const long Little = 1_000_000;

    private sealed record Cost(double Seconds, long Bytes)
    {
        public static Cost operator +(Cost a, Cost b) => new(a.Seconds + b.Seconds, a.Bytes + b.Bytes);
    }

    /// <summary>Runs all of it; minutes.</summary>
    /// <returns>The section of the page.</returns>
    public string Run()
    {
        var layered = Create("layered", isLayered: true);
        var monolithic = Create("monolithic", isLayered: false);

        // Neither pays for Debian's root and for the download of packages.
        Contender(layered, "BaseMl").Measure(layered.Root);
        Prune();
        var bases = Measure(layered, "BaseMl", "layered: bases");
        var services = Measure(layered, "PublishAll", "layered: services");
        var apart = Measure(monolithic, "PublishAll", "monolithic: services");
        var (edits, apartEdits) = (Zero, Zero);
        for (var i = 0; i < Services; i++)
        {
            layered.Touch(i);
            edits += Measure(layered, "PublishAll", $"layered: service {i + 1} changed");
            monolithic.Touch(i);
            apartEdits += Measure(monolithic, "PublishAll", $"monolithic: service {i + 1} changed");
        }

        layered.BumpBase();
        var baseAgain = Measure(layered, "BaseMl", "layered: base-ml bumped");
        var servicesAgain = Measure(layered, "PublishAll", "layered: services on it");
        monolithic.BumpBase();
        var apartAgain = Measure(monolithic, "PublishAll", "monolithic: all with the bumped list");
        var rows = new[]
        {
            Row("first build, the bases' own included", bases + services, apart, Bound(bases + services, services)),
            Row("first build, bases there", services, apart, Bound(bases + services, services, isBaseThere: true)),
            Row("one file in each service, one after another", edits, apartEdits, null),
            Row("base-ml bumped, its own build included", baseAgain + servicesAgain, apartAgain, Bound(baseAgain + servicesAgain, servicesAgain)),
            Row("base-ml bumped, the new base there", servicesAgain, apartAgain, Bound(baseAgain + servicesAgain, servicesAgain, isBaseThere: true)),
        };
        return $"""
            ## Layers against monoliths

            Three generated ML services, each with {LayeringRepository.OwnBytes / 1_000_000} MB of its own, on the reference stack's `base-runtime` and `base-ml` (Debian supply), built and
            pushed by `./build.sh PublishAll`; and the same services without a base, each with the same packages in its own image. Bytes are those
            that passed the registry's port. The bound is what sharing the base can save at most when each monolith costs one base and one service
            of the layered run: one base for three at most saves two thirds, and only leaving the base's own build out gives the document's 89 %.

            | what happens | layered | monolithic | time saved (bound) | layered | monolithic | bytes saved (bound) |
            |---|---:|---:|---:|---:|---:|---:|
            {string.Join('\n', rows)}

            """;
    }

    private static Cost Zero => new(0, 0);

    // What sharing saves of three monoliths that each cost a base and one service.
    private static Cost Bound(Cost whole, Cost services, bool isBaseThere = false)
    {
        return new Cost(Share(c => c.Seconds), (long)(10_000 * Share(c => c.Bytes)));

        double Share(Func<Cost, double> of) =>
            1 - (isBaseThere ? of(services) : of(whole)) / (Services * (of(whole) - of(services)) + of(services));
    }

    private static string Row(string what, Cost layered, Cost monolithic, Cost? bound)
    {
        var seconds = Saved(layered.Seconds / monolithic.Seconds, bound?.Seconds);
        var bytes = monolithic.Bytes < Little ? "-" : Saved((double)layered.Bytes / monolithic.Bytes, bound?.Bytes / 10_000.0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {layered.Seconds:0.0} s | {monolithic.Seconds:0.0} s | {seconds} | {Megabytes(layered.Bytes)} | {Megabytes(monolithic.Bytes)} | {bytes} |");
    }

    private static string Saved(double ratio, double? bound) =>
        string.Create(CultureInfo.InvariantCulture, $"{1 - ratio:0%}{(bound is null ? "" : $" ({bound:0%})")}");

    private static string Megabytes(long bytes) => bytes < Little ? "< 1 MB" : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");

    private LayeringRepository Create(string name, bool isLayered)
    {
        var repository = LayeringRepository.Create(Directory.CreateDirectory(Path.Combine(scratch, name)).FullName, source, isLayered);
        Contender(repository, "--help").Measure(repository.Root);
        return repository;
    }

    private Cost Measure(LayeringRepository repository, string target, string what)
    {
        Settling.Wait();
        var before = registry.Bytes;
        var push = target == "PublishAll" ? Array.Empty<string>() : ["--push"];
        var seconds = Contender(repository, [target, .. push, "--registry", $"{registry.Address}/{Path.GetFileName(repository.Root)}", "--tag", "bench"]).Measure(repository.Root);
        var cost = new Cost(seconds, registry.Bytes - before);
        Console.Error.WriteLine($"{what}: {cost.Seconds:0.0} s, {cost.Bytes / 1e6:0} MB");
        return cost;
    }

    private Contender Contender(LayeringRepository repository, params string[] words) =>
        new("strata", Path.Combine(repository.Root, "build.sh"), words, new Dictionary<string, string> { ["HOME"] = home, ["NUKE_SUPPLY"] = "Debian" });

    // Images and steps, but not the caches that the bases' steps mount.
    private void Prune()
    {
        var environment = engine.Environment.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!);
        var script = $"{engine.Docker} image prune --all --force && {engine.Docker} buildx prune --all --force --filter type=regular";
        new Contender("prune", "sh", ["-c", script], environment).Measure(scratch);
    }
}
