using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;

namespace Strata.Engine.Publishing;

/// <summary>Pushes from the engine's store with its own client: layers that the registry has are not sent.</summary>
/// <param name="host">Where the client runs.</param>
/// <param name="engine">The engine.</param>
/// <param name="credentials">Who the user is.</param>
/// <param name="scratch">A directory of the host for private files of a run; absolute, made when missing.</param>
public sealed class EnginePusher(IBuildHost host, EngineConnection engine, ICredentialSource credentials, string scratch) : IImagePusher
{
    /// <inheritdoc/>
    public async Task PushAsync(PublishImage image, CancellationToken cancellation)
    {
        var name = image.Reference.ToString();
        if (image.Local is { } local && local != name)
        {
            await RunAsync(image, engine.Environment, cancellation, "tag", local, name).ConfigureAwait(false);
        }

        await using var config = await ClientConfig.CreateAsync(host, engine, credentials, image.Repository.Domain, scratch, cancellation).ConfigureAwait(false);
        await RunAsync(image, engine.Environment.SetItems(config.Environment), cancellation, "push", "--quiet", name).ConfigureAwait(false);
    }

    private async Task RunAsync(PublishImage image, ImmutableDictionary<string, string?> environment, CancellationToken cancellation, params ImmutableArray<string> words)
    {
        var command = new Command(engine.Docker, words) { Environment = environment };
        var output = await host.CaptureAsync(command, cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            var said = output.LastLines(3) ?? "";
            throw new RegistryException(new Problem($"pushing '{image.Repository.Path}'", $"docker {words[0]} exited with code {output.ExitCode}", Next(said), said));
        }
    }

    private static string? Next(string said) =>
        said.Contains("unauthorized", StringComparison.OrdinalIgnoreCase) || said.Contains("no basic auth", StringComparison.OrdinalIgnoreCase) || said.Contains("denied", StringComparison.OrdinalIgnoreCase)
            ? $"log in on the build host or set {VariableCredentials.TokenVariable}"
            : null;
}
