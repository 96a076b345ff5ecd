using System.Collections.Immutable;
using System.Text.Json;

namespace Strata.Targets;

/// <summary>A file of parameters in <c>.nuke</c>: the one of all calls, or a profile's over it.</summary>
/// <param name="Path">Relative to the repository root.</param>
/// <param name="Values">By the parameters' names as they stand there; a value that is no array is one word.</param>
internal sealed record ParametersFile(string Path, ImmutableDictionary<string, ImmutableArray<string>> Values)
{
    private const string Folder = ".nuke";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The files of a call that are there, the last one counts most.</summary>
    /// <param name="root">The repository root.</param>
    /// <param name="words">The command line, which names profiles.</param>
    /// <exception cref="DefinitionException">A file is no JSON object.</exception>
    public static IEnumerable<ParametersFile> Read(string root, IEnumerable<string> words)
    {
        var profiles = words.SkipWhile(w => !string.Equals(w, "--profile", StringComparison.OrdinalIgnoreCase)).Skip(1).TakeWhile(w => !w.StartsWith('-'));
        foreach (var name in profiles.Select(p => $"parameters.{p}.json").Prepend("parameters.json"))
        {
            var file = System.IO.Path.Combine(root, Folder, name);
            if (File.Exists(file))
            {
                yield return Parse($"{Folder}/{name}", File.ReadAllBytes(file));
            }
        }
    }

    /// <summary>What the files say of a parameter, before Nuke has read them; null when they say nothing, or cannot be read.</summary>
    public static string[]? Find(string root, IEnumerable<string> words, string parameter)
    {
        try
        {
            return Read(root, words).LastOrDefault(f => f.Values.ContainsKey(parameter))?.Values[parameter].ToArray();
        }
        catch (DefinitionException)
        {
            // Told by the check of the call.
            return null;
        }
    }

    private static ParametersFile Parse(string path, byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content.AsSpan().StartsWith("\uFEFF"u8) ? content.AsMemory(3) : content, Lenient);
            return new ParametersFile(path, json.RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).GroupBy(p => p.Name).ToImmutableDictionary(g => g.Key, g => Words(g.Last().Value)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DefinitionException(new Problem(path, $"it is no JSON object: {e.Message}", "write it as {\"Supply\": \"Debian\"}"));
        }
    }

    private static ImmutableArray<string> Words(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Word)] : [Word(value)];

    private static string Word(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
