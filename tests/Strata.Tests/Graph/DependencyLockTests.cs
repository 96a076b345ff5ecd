using Strata.Graph;
using Strata.Testing;

namespace Strata.Tests.Graph;

/// <summary>Locks that Dockerfiles read, found without building.</summary>
public class DependencyLockTests
{
    private const string Dockerfile =
        """
        ARG STRATA_SUPPLY=hub
        FROM scratch AS deps-hub
        RUN --mount=type=bind,source=docker/web/uv.lock,target=/app/uv.lock uv sync --frozen
        COPY services/web/poetry.lock /app/
        FROM scratch AS deps-debian
        RUN true
        FROM deps-${STRATA_SUPPLY}
        """;

    [Test]
    public void Each_lock_of_the_supply_has_its_tool_and_its_line()
    {
        Assert.That(Find(Supply.Hub, new InMemoryFileTree()), Is.EqualTo(new[]
        {
            new DependencyLock("uv", "docker/web/uv.lock", "docker/web/Dockerfile:3"),
            new DependencyLock("poetry", "services/web/poetry.lock", "docker/web/Dockerfile:4"),
        }));
        Assert.That(Find(Supply.Debian, new InMemoryFileTree()), Is.Empty);
    }

    [Test]
    public void Missing_lock_is_told_with_its_place_and_what_makes_it()
    {
        var files = new InMemoryFileTree();
        files.Write("services/web/poetry.lock", "");
        var missing = DependencyLock.Missing([Inputs(Supply.Hub, files)], files).ToList();
        Assert.That(missing.Select(p => p.ToString()), Is.EqualTo(new[]
        {
            "docker/web/Dockerfile:3: reads 'docker/web/uv.lock', which does not exist; run ./build.sh LockDependencies where PyPI answers, and commit it",
        }));
    }

    private static IEnumerable<DependencyLock> Find(Supply supply, InMemoryFileTree files) => DependencyLock.Find(Inputs(supply, files));

    private static ImageInputs Inputs(Supply supply, InMemoryFileTree files)
    {
        files.Write("docker/web/Dockerfile", Dockerfile);
        var image = new ImageDefinition { Name = "web", Target = "Web", Dockerfile = "docker/web/Dockerfile" };
        var graph = ImageGraph.Create([image], files, supply);
        return graph.Inputs(graph.Images[0]);
    }
}
