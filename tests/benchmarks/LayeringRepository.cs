namespace Strata.Benchmarks;

/// <summary>Three generated ML services with the packages of the reference stack's bases: on these bases, or each with all of it in its own image.</summary>
internal sealed class LayeringRepository
{
    /// <summary>What a service brings over base-ml; bytes that do not compress.</summary>
    public const int OwnBytes = 50_000_000;

    private static readonly string[] Services = ["svc-a", "svc-b", "svc-c"];

    // As docker/base-runtime and docker/base-ml install them, of the same lists. The last words make each one's own step, as own lists would.
    private const string Install = """
        RUN --mount=type=bind,source=docker/base-runtime/packages.debian.txt,target=/run/runtime.txt \
            --mount=type=bind,source=docker/base-ml/packages.debian.txt,target=/run/ml.txt \
            --mount=type=cache,id=strata-apt-archives,target=/var/cache/apt,sharing=locked \
            --mount=type=cache,id=strata-apt-lists,target=/var/lib/apt/lists,sharing=locked \
            apt-get update \
            && sed 's/#.*//' /run/runtime.txt /run/ml.txt | DEBIAN_FRONTEND=noninteractive xargs apt-get install --yes --no-install-recommends \
            && echo NAME > /etc/service
        """;

    private readonly bool _isLayered;

    private LayeringRepository(string root, bool isLayered) => (Root, _isLayered) = (root, isLayered);

    public string Root { get; }

    /// <summary>Writes the repository.</summary>
    /// <param name="root">An empty folder.</param>
    /// <param name="source">The repository that Strata and its bases are taken from.</param>
    /// <param name="isLayered">On base-ml; else three images that know nothing of each other.</param>
    public static LayeringRepository Create(string root, string source, bool isLayered)
    {
        var repository = new LayeringRepository(root, isLayered);
        foreach (var part in (string[])["build", "src", "build.sh", "global.json", "Directory.Build.props", "Directory.Packages.props",
            "docker/base-runtime", "docker/base-ml", "services/base-runtime", "services/base-ml"])
        {
            GeneratedRepository.Copy(Path.Combine(source, part), Path.Combine(root, part));
        }

        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        File.WriteAllText(Path.Combine(root, ".dockerignore"), ".git\n.nuke\n**/bin\n**/obj\nbuild\nsrc\n");
        foreach (var name in Services)
        {
            repository.WriteService(name);
        }

        repository.WriteTargets();
        return repository;
    }

    /// <summary>Changes one file of a service.</summary>
    /// <param name="service">0 to 2.</param>
    public void Touch(int service) => File.WriteAllText(Path.Combine(Root, "services", Services[service], "app", "main.py"), $"print('{Guid.NewGuid():N}')\n");

    /// <summary>Changes what the base installs: another comment in its list is enough.</summary>
    public void BumpBase() => File.AppendAllText(Path.Combine(Root, "docker", "base-ml", "packages.debian.txt"), $"# {Guid.NewGuid():N}\n");

    private void WriteService(string name)
    {
        var app = Directory.CreateDirectory(Path.Combine(Root, "services", name, "app")).FullName;
        File.WriteAllText(Path.Combine(app, "main.py"), $"print('{name}')\n");
        var own = new byte[OwnBytes];
        Random.Shared.NextBytes(own);
        File.WriteAllBytes(Path.Combine(Root, "services", name, "own.bin"), own);
        var folder = Directory.CreateDirectory(Path.Combine(Root, "docker", name)).FullName;
        var below = _isLayered ? "FROM base-ml\n" : $"FROM python:3.12-slim\n{Install.Replace("NAME", name, StringComparison.Ordinal)}\nCOPY services/base-runtime/src services/base-ml/src /opt/strata/\n";
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), $"{below}COPY services/{name}/own.bin /opt/own.bin\nCOPY services/{name}/app /app\n");
    }

    private void WriteTargets()
    {
        const string Parts = """
                private static readonly Upstream Python = Upstream.Image("docker.io/library/python", "3.12-slim").FromDebian("trixie", "python3", "python3-venv", "ca-certificates");
                private static readonly Upstream Uv = Upstream.Image("ghcr.io/astral-sh/uv", "0.11.15");

            """;
        const string Bases = """
                private Target BaseRuntime => _ => _.Image(i => i.From(Python).Uses(Uv));
                private Target BaseMl => _ => _.Image(i => i.From(BaseRuntime).Uses(Uv));

            """;
        var services = string.Concat(Services.Select(s => $"    private Target Svc{char.ToUpperInvariant(s[^1])} => _ => _.Image(i => i.Name(\"{s}\").From({(_isLayered ? "BaseMl" : "Python")}));\n"));
        File.WriteAllText(
            Path.Combine(Root, "build", "Build.Images.cs"),
            $"using Nuke.Common;\nusing Strata.Graph;\nusing Strata.Targets.Images;\n\ninternal partial class Build\n{{\n{Parts}{(_isLayered ? Bases : "")}{services}}}\n");
    }
}
