using Strata.Engine.Engines;

namespace Strata.Benchmarks;

/// <summary>Runs Strata and plain bake in turn on the same engine and the same generated graph.</summary>
internal sealed class Bench
{
    // With more, the docker driver loses jobs and bake fails: https://github.com/docker/buildx/issues/3810
    private const int MostOfOneBake = 110;

    private readonly GeneratedRepository _repository;
    private readonly Contender _ours;
    private readonly Contender _peer;
    private readonly Contender _script;
    private readonly Contender _prune;

    public Bench(EngineConnection engine, GeneratedRepository repository, string home)
    {
        _repository = repository;
        var environment = engine.Environment.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!);
        var ours = new Dictionary<string, string> { ["HOME"] = home, ["NUKE_SUPPLY"] = "Debian" };
        _ours = new Contender("strata", Path.Combine(repository.Root, "build.sh"), ["BuildAll"], ours);
        environment["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1";
        environment["BUILDX_METADATA_PROVENANCE"] = "disabled";
        environment["DOCKER"] = engine.Docker;
        var bakes = repository.Names.Chunk(MostOfOneBake).Select(part => $"{engine.Docker} buildx bake --file {repository.BakeFile} --progress plain {string.Join(' ', part)}");
        _peer = new Contender("buildx bake", "sh", ["-ec", string.Join('\n', bakes)], environment);
        _script = new Contender("docker build, one by one", "sh", ["-e", repository.Script], environment);
        _prune = new Contender("prune", "sh", ["-c", $"{engine.Docker} system prune --all --force && {engine.Docker} buildx prune --all --force"], environment);
    }

    /// <summary>Compiles the build program, so that no measured run does.</summary>
    public void WarmUp() => (_ours with { Arguments = ["--help"] }).Measure(_repository.Root);

    /// <summary>Measures one scenario.</summary>
    /// <param name="scenario">What happens before each run.</param>
    /// <param name="rounds">Pairs of runs; at least 1.</param>
    /// <param name="withScript">Whether the sequential script runs too, once at the end.</param>
    public Measurement Run(Scenario scenario, int rounds, bool withScript)
    {
        var (ours, peer) = (new List<double>(), new List<double>());
        if (scenario != Scenario.Cold)
        {
            // What ran before may have taken the images of one of them away.
            _ours.Measure(_repository.Root);
            _peer.Measure(_repository.Root);
        }

        for (var round = 0; round < rounds; round++)
        {
            // Who goes first changes, so that neither always finds the warmer machine.
            var order = round % 2 == 0 ? new[] { (_ours, ours), (_peer, peer) } : [(_peer, peer), (_ours, ours)];
            foreach (var (contender, times) in order)
            {
                Prepare(scenario);
                times.Add(contender.Measure(_repository.Root));
                Console.Error.WriteLine($"{_repository.Images} images, {scenario}: {contender.Name} {times[^1]:0.00} s");
            }
        }

        return new Measurement(_repository.Images, scenario, ours, peer, withScript ? RunScript(scenario) : null);
    }

    /// <summary>Seconds of calls that only plan, after one that warmed the machine.</summary>
    public IReadOnlyList<double> Plan(int rounds)
    {
        var plan = _ours with { Arguments = ["Plan"] };
        plan.Measure(_repository.Root);
        return [.. Enumerable.Range(0, rounds).Select(_ => plan.Measure(_repository.Root))];
    }

    private double RunScript(Scenario scenario)
    {
        if (scenario != Scenario.Cold)
        {
            // What it does when it has built before, as the others have.
            _script.Measure(_repository.Root);
        }

        Prepare(scenario);
        var seconds = _script.Measure(_repository.Root);
        Console.Error.WriteLine($"{_repository.Images} images, {scenario}: {_script.Name} {seconds:0.00} s");
        return seconds;
    }

    private void Prepare(Scenario scenario)
    {
        switch (scenario)
        {
            case Scenario.Cold:
                _prune.Measure(_repository.Root);
                break;
            case Scenario.LeafChanged:
                _repository.Touch("svc-0001");
                break;
            case Scenario.BaseChanged:
                _repository.Touch("base-ml");
                break;
        }

        Settling.Wait();
    }
}
