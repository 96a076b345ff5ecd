using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Strata.Engine.Running;

/// <summary>How a container of ours stands, as the engine tells.</summary>
public sealed record ContainerState
{
    /// <summary>The engine's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The image's name in the graph.</summary>
    public required string Image { get; init; }

    /// <summary>What it was started from, as it was written.</summary>
    public required string Reference { get; init; }

    /// <summary>The engine's word: <c>created</c>, <c>running</c>, <c>exited</c> and so on.</summary>
    public required string Status { get; init; }

    /// <summary>The engine's word: <c>starting</c>, <c>healthy</c>, <c>unhealthy</c>; null when the image has no health check.</summary>
    public string? Health { get; init; }

    /// <summary>What the last health check printed; null when nothing.</summary>
    public string? HealthOutput { get; init; }

    /// <summary>What it ended with.</summary>
    public int ExitCode { get; init; }

    /// <summary>Who runs in it, as the image or the call says; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>When it was started last, by the engine's clock, as the engine writes it.</summary>
    public required string Started { get; init; }

    /// <summary>When it was started last; null when never.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Where its ports answer.</summary>
    public ImmutableArray<PublishedPort> Ports { get; init; } = [];

    /// <summary>Its labels, those of its image among them.</summary>
    public required ImmutableDictionary<string, string> Labels { get; init; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => Status == "running";

    /// <summary>Reads what <c>docker container inspect</c> prints.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ImmutableArray<ContainerState> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static ContainerState Read(JsonElement container)
    {
        var (config, state) = (container.GetProperty("Config"), container.GetProperty("State"));
        var health = state.TryGetProperty("Health", out var h) && h.ValueKind == JsonValueKind.Object ? h : (JsonElement?)null;
        var labels = config.TryGetProperty("Labels", out var l) && l.ValueKind == JsonValueKind.Object
            ? l.EnumerateObject().ToImmutableDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal)
            : ImmutableDictionary<string, string>.Empty;
        return new ContainerState
        {
            Id = container.GetProperty("Id").GetString()!,
            Name = container.GetProperty("Name").GetString()!.TrimStart('/'),
            Image = labels.GetValueOrDefault(ContainerLabels.Image, ""),
            Reference = config.GetProperty("Image").GetString() ?? "",
            Status = state.GetProperty("Status").GetString() ?? "",
            Health = health?.GetProperty("Status").GetString() is { } word and not "none" ? word : null,
            HealthOutput = health is { } checks && checks.TryGetProperty("Log", out var log) && log.ValueKind == JsonValueKind.Array && log.GetArrayLength() > 0
                && log[log.GetArrayLength() - 1].GetProperty("Output").GetString()?.Trim() is { Length: > 0 } output ? output : null,
            ExitCode = state.GetProperty("ExitCode").GetInt32(),
            User = config.TryGetProperty("User", out var user) ? user.GetString() ?? "" : "",
            Started = state.GetProperty("StartedAt").GetString()!,
            StartedAt = DateTimeOffset.TryParse(state.GetProperty("StartedAt").GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started) && started.Year > 1
                ? started : null,
            Labels = labels,
            Ports = [.. Labelled(labels.GetValueOrDefault(ContainerLabels.Ports, "")).Concat(Assigned(container)).DistinctBy(p => p.Container)],
        };
    }

    private static IEnumerable<PublishedPort> Labelled(string text) =>
        from part in text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        let port = Port(part.Split('=')[0], part[(part.IndexOf('=') + 1)..])
        where port is not null
        select port;

    // What the engine chose.
    private static IEnumerable<PublishedPort> Assigned(JsonElement container)
    {
        if (!container.TryGetProperty("NetworkSettings", out var network) || !network.TryGetProperty("Ports", out var ports) || ports.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var port in ports.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.GetArrayLength() > 0))
        {
            var binding = port.Value[0];
            if (Port(port.Name.Split('/')[0], $"{binding.GetProperty("HostIp").GetString()}:{binding.GetProperty("HostPort").GetString()}") is { } published)
            {
                yield return published;
            }
        }
    }

    private static PublishedPort? Port(string container, string address)
    {
        var colon = address.LastIndexOf(':');
        return colon > 0 && int.TryParse(container, CultureInfo.InvariantCulture, out var inside) && int.TryParse(address[(colon + 1)..], CultureInfo.InvariantCulture, out var port)
            && IPAddress.TryParse(address[..colon].Trim('[', ']'), out var host)
            ? new PublishedPort(inside, host, port)
            : null;
    }
}
