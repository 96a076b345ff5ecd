using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Graph;

namespace Strata.Engine.Running;

/// <summary>Finds out whether images do what they are for: starts services beside those that run, asks them, and removes them; runs the checks of others.</summary>
/// <param name="containers">The engine's containers.</param>
/// <param name="engine">The engine.</param>
/// <param name="settings">The clone, and how long is waited.</param>
public sealed class Verification(ContainerEngine containers, EngineConnection engine, RunSettings settings)
{
    private readonly ContainerSpecs _specs = new(engine, settings);

    /// <summary>A regular expression that the names of the networks of a call's verifications match.</summary>
    public static string NetworkPattern(RunSettings settings) => $"^{NetworkPrefix(settings)}";

    /// <summary>Removes what a verification of this clone left whose process was killed.</summary>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        var left = await containers.ListAsync([$"{ContainerLabels.Clone}={settings.Names.Id}", $"{ContainerLabels.Role}={ContainerLabels.Verification}"], cancellation).ConfigureAwait(false);
        await containers.RemoveAsync([.. left.Where(c => !IsAlive(c.Labels.GetValueOrDefault(ContainerLabels.Owner))).Select(c => c.Id)], cancellation).ConfigureAwait(false);
    }

    /// <summary>Verifies one image; whatever comes of it, nothing that was started is left.</summary>
    /// <param name="image">The image.</param>
    /// <param name="needs">The images of the services that it needs, directly or not, in the order in which they start.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<VerifyResult> VerifyAsync(RunnableImage image, ImmutableArray<RunnableImage> needs, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var proofs = new List<string>();
        var name = image.Definition.Name;
        try
        {
            if (!image.Definition.Ports.IsEmpty)
            {
                await ServiceAsync(image, needs, proofs, cancellation).ConfigureAwait(false);
            }
            else if (!image.Definition.Container.Checks.IsEmpty)
            {
                await ChecksAsync(image, proofs, cancellation).ConfigureAwait(false);
            }
            else
            {
                return new VerifyResult(name, VerifyOutcome.Unproven, clock.Elapsed, [], null);
            }

            return new VerifyResult(name, VerifyOutcome.Passed, clock.Elapsed, [.. proofs], null);
        }
        catch (StrataException failed) when (failed.ExitCode == ExitCode.BuildFailed)
        {
            return new VerifyResult(name, VerifyOutcome.Failed, clock.Elapsed, [.. proofs], failed.Problems[0] with { Place = $"verifying '{name}'{Whose(failed.Problems[0], name)}" });
        }
    }

    // Two verifications of one process that are kept apart do not remove each other's.
    private static string NetworkPrefix(RunSettings settings) => $"{settings.Names.Network}-verify{settings.Owner}-{(settings.Call is { } call ? $"{call[..8]}-" : "")}";

    private static string Whose(Problem problem, string name) =>
        problem.Place.StartsWith("service '", StringComparison.Ordinal) && problem.Place != $"service '{name}'" ? $", {problem.Place}" : "";

    private async Task ServiceAsync(RunnableImage image, ImmutableArray<RunnableImage> needs, List<string> proofs, CancellationToken cancellation)
    {
        var network = $"{NetworkPrefix(settings)}{Guid.NewGuid().ToString("N")[..6]}";
        var specs = new Dictionary<string, ContainerSpec>(StringComparer.Ordinal);
        try
        {
            if (!engine.HostNetworkOnly)
            {
                await containers.EnsureNetworkAsync(network, settings.Names.Id, cancellation).ConfigureAwait(false);
            }

            using var health = new HealthWait(containers, settings.Patience);
            foreach (var service in needs.Where(n => n.Definition.Name != image.Definition.Name).Append(image))
            {
                var spec = _specs.Verification(service, network, specs);
                specs.Add(service.Definition.Name, spec);
                var clock = Stopwatch.StartNew();
                var id = await containers.StartAsync(spec, cancellation).ConfigureAwait(false);
                var state = await health.AwaitAsync(service.Definition, id, cancellation).ConfigureAwait(false);
                if (service == image)
                {
                    proofs.Add($"{(state.Health is null && image.Definition.Health is null ? "runs" : "healthy")} after {clock.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
                    await ProveAsync(image.Definition, state, proofs, cancellation).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            await containers.RemoveAsync([.. specs.Values.Select(s => s.Name)], CancellationToken.None).ConfigureAwait(false);
            if (!engine.HostNetworkOnly)
            {
                await containers.RemoveNetworksAsync([network], CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ProveAsync(ImageDefinition image, ContainerState state, List<string> proofs, CancellationToken cancellation)
    {
        proofs.Add(await UserAsync(image, state, cancellation).ConfigureAwait(false));
        using var http = new SmokeClient(containers.Host);
        foreach (var smoke in image.Container.Smokes)
        {
            var container = smoke.Port ?? image.Ports[0].Container;
            var url = state.Ports.FirstOrDefault(p => p.Container == container)?.Url;
            if ((url is null ? $"cannot be asked: port {container} is not published" : await http.AskAsync(smoke, url, cancellation).ConfigureAwait(false)) is { } wrong)
            {
                throw await FailureAsync(image, state.Id, $"the smoke request '{smoke}' {wrong}").ConfigureAwait(false);
            }

            proofs.Add($"{smoke} {smoke.Status}");
        }

        foreach (var check in image.Container.Checks)
        {
            var output = await containers.ExecuteAsync(state.Id, ["sh", "-c", check], cancellation).ConfigureAwait(false);
            proofs.Add(output.ExitCode == 0 ? "check" : throw CheckFailed(image, check, output));
        }
    }

    // Who starts as root has to have come down by the time it serves.
    private async Task<string> UserAsync(ImageDefinition image, ContainerState state, CancellationToken cancellation)
    {
        if (image.Container.RootBecause is null)
        {
            return int.TryParse(state.User.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid > 0
                ? $"uid {uid}"
                : throw new StrataException(ExitCode.BuildFailed, new Problem(
                    $"service '{image.Name}'", state.User.Length == 0 ? "it runs as root" : $"it runs as '{state.User}', of which nobody can say that it is not root",
                    "end its Dockerfile with a numeric USER such as 10001:10001, or say .RunsAsRoot(\"why\")"));
        }

        var ids = await containers.UserIdsAsync(state.Id, cancellation).ConfigureAwait(false)
            ?? throw new StrataException(ExitCode.BuildFailed, new Problem($"service '{image.Name}'", "the engine cannot list its processes", "install ps (package procps) on the engine's machine"));
        var dropped = ids.Where(i => i != "0").Distinct(StringComparer.Ordinal).ToArray();
        return dropped.Length > 0 ? $"uid 0 -> {string.Join(", ", dropped)}" : throw new StrataException(ExitCode.BuildFailed, new Problem(
            $"service '{image.Name}'", "it starts as root, and none of its processes has dropped the privileges", "start the service with s6-setuidgid and a user of its own"));
    }

    private async Task ChecksAsync(RunnableImage image, List<string> proofs, CancellationToken cancellation)
    {
        foreach (var check in image.Definition.Container.Checks)
        {
            var spec = _specs.Check(image);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(settings.Patience);
            try
            {
                var output = await containers.RunAsync(spec, ["sh", "-c", check], limit.Token).ConfigureAwait(false);
                proofs.Add(output.ExitCode == 0 ? "check" : throw CheckFailed(image.Definition, check, output));
            }
            catch (OperationCanceledException)
            {
                // The client ended; what it started has not heard of that.
                await containers.RemoveAsync([spec.Name], CancellationToken.None).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                throw new StrataException(ExitCode.BuildFailed, new Problem($"image '{image.Definition.Name}'", $"the check '{check}' has not ended after {settings.Patience.TotalSeconds:0} s"));
            }
        }
    }

    private static StrataException CheckFailed(ImageDefinition image, string check, CommandOutput output) => new(
        ExitCode.BuildFailed, new Problem($"image '{image.Name}'", $"the check '{check}' ended with exit code {output.ExitCode}", Excerpt: output.LastLines(20)));

    private async Task<StrataException> FailureAsync(ImageDefinition image, string id, string what) => new(
        ExitCode.BuildFailed, new Problem($"service '{image.Name}'", what, null, await containers.LastLinesAsync(id, CancellationToken.None).ConfigureAwait(false)));

    private static bool IsAlive(string? owner)
    {
        if (!int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            // There is none.
            return false;
        }
    }
}
