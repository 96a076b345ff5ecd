using Strata.Graph;

namespace Strata.Reports;

/// <summary>How a container runs, in words for people.</summary>
internal static class ContainerFacts
{
    /// <summary>What the definition says beyond the default: a key and its facts each.</summary>
    public static IEnumerable<(string Key, IEnumerable<string> Facts)> All(ImageDefinition image)
    {
        var container = image.Container;
        yield return ("volumes", Volumes(container));
        yield return ("tmpfs", container.Tmpfs.Select(t => t.ToString()));
        yield return ("environment", container.Environment.Select(e => $"{e.Key}={e.Value}"));
        yield return ("listens by", image.Ports.IsEmpty || ReferenceEquals(container.Listen, ContainerDefinition.Default.Listen) ? [] : container.Listen.Select(l => $"{l.Key}={l.Value}"));
        yield return ("writable", Given(container.WritableBecause));
        yield return ("root", Given(container.RootBecause));
        yield return ("gpus", Given(container.Gpus));
        yield return ("checks", container.Checks);
        yield return ("smoke", container.Smokes.Select(Smoke));
        yield return ("needs", container.Needs.Select(n => n.Variable is null ? n.Service : $"{n.Service} at {n.Variable}").Concat(container.External.Select(e => $"{e.Name} at {e.Variable} (external)")));
    }

    /// <summary>Volumes as docker compose writes them: <c>/data</c>, and <c>name:/data</c> for one that is shared.</summary>
    public static IEnumerable<string> Volumes(ContainerDefinition container) =>
        container.Volumes.Select(v => container.SharedVolumes.TryGetValue(v, out var name) ? $"{name}:{v}" : v);

    private static IEnumerable<string> Given(string? fact) => fact is null ? [] : [fact];

    private static string Smoke(SmokeRequest smoke) =>
        $"{smoke}{(smoke.Port is { } port ? $" on {port}" : "")} -> {smoke.Status}{(smoke.Contains is { } text ? $" with '{text}'" : "")}";
}
