using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Strata.Graph;

namespace Strata.Testing;

/// <summary>Graphs written as text: <c>base; web &lt;- base; ml &lt;- base python</c>.</summary>
/// <remarks>
/// Images stand between ';' or on lines. Behind <c>&lt;-</c> stand what the image uses: images of the text, or else upstreams
/// (<c>python</c> is <c>python:3.12-slim</c>, others get the tag <c>1</c> unless they have one). The first is in FROM, the others in
/// COPY --from. An image without any starts FROM scratch. <c>@8080</c> publishes the port 8080 at 8080, <c>@8080:80</c> the container's
/// port 80 at 8080; <c>=v1.0</c> is the version; <c>!debian</c> says that the supply cannot carry it.
/// </remarks>
public sealed record Graphs(ImmutableArray<ImageDefinition> Definitions, InMemoryFileTree Files)
{
    /// <summary>Makes definitions and Dockerfiles, unchecked.</summary>
    public static Graphs Parse(string text)
    {
        var images = text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var names = images.Select(i => i.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var files = new InMemoryFileTree();
        return new Graphs([.. images.Select((image, index) => Define(image, index, names, files))], files);
    }

    /// <summary>The text of a layered graph: two bases on python, below the rest every tenth image is the base of the next nine.</summary>
    /// <param name="count">How many images; from 2.</param>
    public static string Layered(int count)
    {
        var text = new StringBuilder("base-runtime =v1.0.1 <- python; base-ml =v1.0.1 <- base-runtime");
        for (var i = 2; i < count; i++)
        {
            var parent = i < 12 || i % 4 == 0 ? (i % 3 == 0 ? "base-ml" : "base-runtime") : $"svc-{(i % 10) + 2}";
            text.Append(CultureInfo.InvariantCulture, $"; svc-{i} @{8000 + i}:8000 <- {parent}");
        }

        return text.ToString();
    }

    /// <summary>Makes the graph.</summary>
    /// <exception cref="DefinitionException">The graph is wrong.</exception>
    public static ImageGraph Create(string text, Supply supply = Supply.Hub) => Parse(text).Create(supply);

    /// <summary>Makes the graph of these definitions.</summary>
    /// <exception cref="DefinitionException">The graph is wrong.</exception>
    public ImageGraph Create(Supply supply = Supply.Hub) => ImageGraph.Create(Definitions, Files, supply);

    /// <summary>Changes the definition of an image.</summary>
    public Graphs With(string name, Func<ImageDefinition, ImageDefinition> change) =>
        this with { Definitions = [.. Definitions.Select(d => d.Name == name ? change(d) : d)] };

    /// <summary>Writes an image's Dockerfile anew.</summary>
    public Graphs WithDockerfile(string name, string text)
    {
        Files.Write($"docker/{name}/Dockerfile", text);
        return this;
    }

    private static ImageDefinition Define(string text, int index, HashSet<string> names, InMemoryFileTree files)
    {
        var (words, uses) = text.Split("<-") is [var left, var right] ? (Words(left), Words(right)) : (Words(text), []);
        var name = words[0];
        var dockerfile = new StringBuilder($"FROM {(uses.Length == 0 ? "scratch" : Written(uses[0], names))}\n");
        foreach (var use in uses.Skip(1))
        {
            dockerfile.Append($"COPY --from={Written(use, names)} /etc/hostname /from/{use}\n");
        }

        files.Write($"docker/{name}/Dockerfile", dockerfile.Append($"LABEL name={name}\n").ToString());
        return new ImageDefinition
        {
            Name = name,
            Target = string.Concat(name.Split('-').Select(p => p.Length == 0 ? p : char.ToUpperInvariant(p[0]) + p[1..])),
            Origin = new SourcePlace("build/Build.Images.cs", 10 + index),
            Dockerfile = $"docker/{name}/Dockerfile",
            Parents = [.. uses.Where(names.Contains)],
            Upstreams = [.. uses.Where(u => !names.Contains(u)).Select(u => ToUpstream(Written(u, names)))],
            Version = words.FirstOrDefault(w => w.StartsWith('='))?[1..],
            Ports = [.. words.Where(w => w.StartsWith('@')).Select(w => ToPort(w[1..]))],
            Unavailable = words.Contains("!debian")
                ? ImmutableSortedDictionary<Supply, string>.Empty.Add(Supply.Debian, "no such packages")
                : ImmutableSortedDictionary<Supply, string>.Empty,
        };
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Written(string use, HashSet<string> names) =>
        names.Contains(use) || use.Contains(':') ? use : use == "python" ? "python:3.12-slim" : use + ":1";

    private static Upstream ToUpstream(string reference)
    {
        var parsed = Oci.ImageReference.Parse(reference);
        return Upstream.Image(parsed.Repository, parsed.Tag!).FromDebian("trixie", "python3");
    }

    private static PortMapping ToPort(string text)
    {
        var ports = text.Split(':').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return new PortMapping(ports[^1], ports[0]);
    }
}
