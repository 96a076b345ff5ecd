using System.Collections.Immutable;
using System.Text.Json;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>Remembers which engine a clone builds on, so that a call that builds nothing asks its socket alone and runs no docker client.</summary>
/// <param name="file">Where it is remembered; absolute.</param>
/// <param name="key">All that decides which engine it is: another key forgets.</param>
public sealed class EngineMemory(string file, string key)
{
    /// <summary>The engine of an earlier call; it may be gone. Null when none is remembered, or the memory is damaged.</summary>
    public EngineConnection? Recall()
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = json.RootElement;
            return root.GetProperty("key").GetString() != key ? null : new EngineConnection(
                Enum.Parse<EngineKind>(Text(root, "kind")!),
                Text(root, "docker")!,
                root.GetProperty("environment").EnumerateObject().ToImmutableDictionary(v => v.Name, v => v.Value.GetString()),
                Text(root, "version")!,
                Text(root, "buildx")!,
                Text(root, "platform")!,
                root.GetProperty("hostNetworkOnly").GetBoolean(),
                Text(root, "builder"))
            {
                Socket = Text(root, "socket"),
                HostSocket = Text(root, "socket"),
                Buildx = Text(root, "buildxProgram"),
                KeepsManifests = root.GetProperty("keepsManifests").GetBoolean(),
                Store = Text(root, "containerd") is { } containerd && Text(root, "content") is { } content ? new ContainerdStore(containerd, content) : null,
            };
        }
        catch (Exception damaged) when (damaged is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            // Only a convenience: without it the engine is looked for.
            return null;
        }
    }

    /// <summary>Remembers an engine.</summary>
    public Task RememberAsync(EngineConnection engine, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteString("kind", engine.Kind.ToString());
            json.WriteString("docker", engine.Docker);
            json.WriteStartObject("environment");
            foreach (var (name, value) in engine.Environment)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteString("version", engine.Version);
            json.WriteString("buildx", engine.BuildxVersion);
            json.WriteString("platform", engine.Platform);
            json.WriteBoolean("hostNetworkOnly", engine.HostNetworkOnly);
            json.WriteString("builder", engine.Builder);
            json.WriteString("socket", engine.HostSocket ?? engine.Socket);
            json.WriteString("buildxProgram", engine.Buildx);
            json.WriteBoolean("keepsManifests", engine.KeepsManifests);
            json.WriteString("containerd", engine.Store?.Socket);
            json.WriteString("content", engine.Store?.Content);
            json.WriteEndObject();
        }

        return AtomicFile.WriteAsync(file, buffer.ToArray(), isPrivate: true, cancellation);
    }

    private static string? Text(JsonElement root, string name) => root.GetProperty(name).GetString();
}
