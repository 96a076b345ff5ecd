using System.Text.Json;
using System.Text.Json.Serialization;
using Strata.Engine.Hosts;
using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>Decides where upstream bytes come from.</summary>
/// <param name="host">Asked whether Debian's packages can be had.</param>
/// <param name="dockerHub">The registry's API, where 200 and 401 both mean that it is there.</param>
/// <param name="pyPi">The package index.</param>
/// <param name="patience">How long each of the two gets to answer.</param>
/// <param name="reach">Asks from where the build runs; null to ask from this machine.</param>
public sealed partial class SupplyChooser(IBuildHost host, Uri dockerHub, Uri pyPi, TimeSpan patience, HostReach? reach = null)
{
    /// <summary>A chooser that asks the real Docker Hub and PyPI, four seconds each.</summary>
    /// <param name="host">Asked whether Debian's packages can be had.</param>
    /// <param name="reach">Asks from where the build runs; null to ask from this machine.</param>
    public SupplyChooser(IBuildHost host, HostReach? reach = null)
        : this(host, new Uri("https://registry-1.docker.io/v2/"), new Uri("https://pypi.org/simple/"), TimeSpan.FromSeconds(4), reach)
    {
    }

    /// <summary>Takes what was asked for; for <see cref="SupplyChoice.Auto"/> asks the network once and remembers the answer.</summary>
    /// <param name="choice">What the user asks for.</param>
    /// <param name="memoryFile">Where the answer is remembered, on this machine; absolute. A file that is damaged counts as none.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <exception cref="StrataException">Neither supply can be had (exit code 4).</exception>
    public async Task<ChosenSupply> ChooseAsync(SupplyChoice choice, string memoryFile, CancellationToken cancellation)
    {
        if (choice != SupplyChoice.Auto)
        {
            return new ChosenSupply(choice == SupplyChoice.Hub ? Supply.Hub : Supply.Debian, IsAutomatic: false, DateTimeOffset.UtcNow, "asked for");
        }

        if (Remembered(memoryFile) is { } remembered)
        {
            return remembered;
        }

        var chosen = await AskAsync(cancellation).ConfigureAwait(false);
        var memory = JsonSerializer.Serialize(new Memory(chosen.Supply, chosen.When, chosen.Why), MemoryJson.Default.Memory);
        await AtomicFile.WriteAsync(memoryFile, memory, isPrivate: false, cancellation).ConfigureAwait(false);
        return chosen;
    }

    private async Task<ChosenSupply> AskAsync(CancellationToken cancellation)
    {
        var hub = SilenceAsync(dockerHub, cancellation);
        var index = SilenceAsync(pyPi, cancellation);
        string[] silent = [.. new[] { ("Docker Hub", await hub.ConfigureAwait(false)), ("PyPI", await index.ConfigureAwait(false)) }
            .Where(a => a.Item2 is not null).Select(a => $"{a.Item1} {a.Item2}")];
        if (silent.Length == 0)
        {
            return new ChosenSupply(Supply.Hub, IsAutomatic: true, DateTimeOffset.UtcNow, "Docker Hub and PyPI answer");
        }

        var why = string.Join(", ", silent);
        if (await DebianMachine.FindAsync(host, cancellation).ConfigureAwait(false) is null)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                "supply",
                $"{why}, and {host.Name} has no apt source of Debian",
                "open the way to Docker Hub and PyPI, or build on a Debian machine"));
        }

        return new ChosenSupply(Supply.Debian, IsAutomatic: true, DateTimeOffset.UtcNow, why);
    }

    // Null when the address answers, else what users read behind its name.
    private async Task<string?> SilenceAsync(Uri address, CancellationToken cancellation)
    {
        if (reach is not null)
        {
            return await reach.SilenceAsync(address, patience, cancellation).ConfigureAwait(false);
        }

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = patience };
        using var client = new HttpClient(handler) { Timeout = patience };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("strata");
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            return (int)answer.StatusCode is 200 or 401 ? null : $"answers {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return "does not answer";
        }
    }

    private static ChosenSupply? Remembered(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), MemoryJson.Default.Memory) is { Supply: { } supply, When: { } when, Why: { } why }
                ? new ChosenSupply(supply, IsAutomatic: true, when, why)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Our own memory is a convenience: without it the network is asked again.
            return null;
        }
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, Converters = [typeof(SupplyWord)])]
    [JsonSerializable(typeof(Memory))]
    private sealed partial class MemoryJson : JsonSerializerContext;

    private sealed class SupplyWord() : JsonStringEnumConverter<Supply>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    private sealed record Memory(Supply? Supply, DateTimeOffset? When, string? Why);
}
