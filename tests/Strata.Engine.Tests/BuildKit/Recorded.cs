using Strata.Engine.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>Streams that were recorded from a real engine, and the request that they belong to.</summary>
internal static class Recorded
{
    private const string BaseRuntime = """
        FROM scratch
        COPY busybox /bin/busybox
        RUN ["/bin/busybox", "--install", "-s", "/bin"]
        RUN echo "base runtime is ready" && sleep 0.3
        """;

    private const string BaseMl = """
        # a comment
        FROM base-runtime AS deps
        RUN echo one; printf 'a 10%%\ra 50%%\ra 100%%\n'; sleep 0.2; \
            echo two
        FROM deps
        COPY docker/base-ml/Dockerfile /etc/base-ml
        """;

    private const string Bad = """
        FROM base-runtime

        RUN for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do echo line $i; done; \
            echo "E: Unable to locate package nosuch" >&2; \
            exit 100
        """;

    public static SolveRequest Request { get; } = new(
        [
            Target("base-runtime", BaseRuntime),
            Target("base-ml", BaseMl, "base-runtime"),
            Target("svc-a", "FROM base-ml\nRUN echo svc-a > /svc\n", "base-ml"),
            Target("svc-b", "FROM base-ml\nRUN echo svc-b > /svc\n", "base-ml"),
            Target("bad", Bad, "base-runtime"),
        ],
        "/src",
        "/logs");

    public static string[] Lines(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Strata.slnx")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("no Strata.slnx above the tests");
        }

        return File.ReadAllLines(Path.Combine(root.FullName, "tests/Strata.Engine.Tests/BuildKit/Data", name));
    }

    public static SolveTarget Target(string name, string dockerfile, params string[] parents) =>
        new(name, ".", $"docker/{name}/Dockerfile", dockerfile)
        {
            Tags = [$"strata.test/{name}:dev"],
            Contexts = parents.Aggregate(
                new SolveTarget("", "", "", "").Contexts, (contexts, parent) => contexts.Add(parent, new ContextSource.Target(parent))),
        };
}
