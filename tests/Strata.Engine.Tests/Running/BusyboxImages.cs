using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Running;
using Strata.Engine.Tests.BuildKit;
using Strata.Graph;
using Strata.Planning;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.Running;

/// <summary>Small services of busybox alone, built once in the real engine.</summary>
internal sealed class BusyboxImages
{
    private const string Script =
        """
        #!/bin/sh
        echo "Content-type: text/plain"
        echo
        busybox touch /file 2>/dev/null && echo "root writable" || echo "root read-only"
        busybox touch /tmp/file && echo "tmp writable"
        busybox touch /data/file && echo "data writable"
        busybox test -e /data/kept && echo "data kept"
        [ "$REQUEST_METHOD" = POST ] && busybox touch /data/kept
        echo "uid $(busybox id -u)"
        echo "word $WORD"
        [ -n "$BACKEND_URL" ] && echo "backend $(busybox wget -q -O - $BACKEND_URL/name)"
        busybox cat

        """;

    private const string Common =
        """
        FROM scratch
        COPY --chmod=755 busybox /bin/busybox
        COPY --chmod=755 busybox /bin/sh
        COPY --chmod=755 state /www/cgi-bin/state
        COPY name /www/name
        COPY --chown=10001:10001 data /data
        ENV PATH=/bin HOST=0.0.0.0 PORT=8000

        """;

    private const string Check = "HEALTHCHECK --interval=2s --retries=2 CMD [\"/bin/busybox\", \"sh\", \"-c\", \"busybox wget -q -O /dev/null http://127.0.0.1:$PORT/name\"]\n";

    private static readonly Dictionary<string, string> Dockerfiles = new()
    {
        ["web"] = Common + Check + "USER 10001:10001\nENTRYPOINT [\"/bin/sh\", \"-c\", \"exec busybox httpd -f -p $HOST:$PORT -h /www\"]\n",
        ["mute"] = Common + "USER 10001:10001\nENTRYPOINT [\"/bin/sh\", \"-c\", \"exec busybox httpd -f -p $HOST:$PORT -h /www\"]\n",
        ["ends"] = Common + Check + "USER 10001:10001\nENTRYPOINT [\"/bin/sh\", \"-c\", \"echo no configuration at $HOST; exit 7\"]\n",
        ["deaf"] = Common + Check + "USER 10001:10001\nENTRYPOINT [\"/bin/sh\", \"-c\", \"echo I listen to nobody; exec busybox sleep 1000\"]\n",
        ["root"] = Common + Check + "ENTRYPOINT [\"/bin/sh\", \"-c\", \"exec busybox httpd -f -p $HOST:$PORT -h /www\"]\n",
        ["drops"] = Common + Check + "ENTRYPOINT [\"/bin/sh\", \"-c\", \"exec busybox httpd -f -u 10001:10001 -p $HOST:$PORT -h /www\"]\n",
    };

    private readonly Dictionary<string, ImageBuilt> _built;

    private BusyboxImages(EngineConnection engine, Dictionary<string, ImageBuilt> built) => (Engine, _built) = (engine, built);

    public EngineConnection Engine { get; }

    public ContainerEngine Containers => new(new LocalHost(), Engine);

    public static async Task<BusyboxImages> BuildAsync()
    {
        var connection = await EngineUnderTest.ConnectAsync();
        using var tree = new TestTree();
        await tree.AddBusyboxAsync();
        await File.WriteAllTextAsync(Path.Combine(tree.Root, "state"), Script);
        await File.WriteAllTextAsync(Path.Combine(tree.Root, "name"), "busybox");
        Directory.CreateDirectory(Path.Combine(tree.Root, "data"));
        var targets = Dockerfiles.Select(d => new SolveTarget(d.Key, ".", $"docker/{d.Key}/Dockerfile", d.Value) { Tags = [$"strata.test/{d.Key}:dev"] });
        var results = await new BuildxEngine(new LocalHost(), connection, tree.Scratch).SolveAsync(tree.Request([.. targets]), new RecordedProgress(), CancellationToken.None);
        return new BusyboxImages(connection, results.Cast<ImageBuilt>().ToDictionary(r => r.Image));
    }

    /// <summary>An image with a definition of its own.</summary>
    public RunnableImage Image(string name, Func<ContainerDefinition, ContainerDefinition>? change = null, string? as_ = null, int? published = null)
    {
        var definition = new ImageDefinition
        {
            Name = as_ ?? name,
            Target = name,
            Dockerfile = $"docker/{name}/Dockerfile",
            Ports = [new PortMapping(8000, published)],
            Container = (change ?? (c => c))(ContainerDefinition.Default),
        };
        return new RunnableImage(definition, _built[name].Reference, _built[name].Digest);
    }

    /// <summary>All containers of the clone, in any role.</summary>
    public Task<ImmutableArray<ContainerState>> OfCloneAsync(CloneNames names) =>
        Containers.ListAsync([$"{ContainerLabels.Clone}={names.Id}"], CancellationToken.None);
}
