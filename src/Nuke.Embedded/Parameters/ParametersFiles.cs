using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.Parameters;

/// <summary><c>.nuke/parameters.json</c> and the profiles' files over it, the last profile first.</summary>
internal sealed class ParametersFiles
{
    private readonly List<(string File, Dictionary<string, string[]> Values)> _files = [];

    private ParametersFiles(AbsolutePath directory, IEnumerable<string> profiles)
    {
        Read(directory / "parameters.json", isRequired: false);
        foreach (var profile in profiles)
            Read(directory / $"parameters.{profile}.json", isRequired: true);
        _files.Reverse();
    }

    /// <summary>The files of this build; read when first asked for.</summary>
    public static ParametersFiles Instance => field ??= new ParametersFiles(NukeBuild.RootDirectory / ".nuke", NukeBuild.LoadedLocalProfiles);

    /// <summary>The values of a property and the file that has it; nulls when none has.</summary>
    public (string File, string[] Values) Find(string name)
    {
        foreach (var (file, values) in _files)
            if (values.TryGetValue(name, out var found))
                return (file, found);
        return default;
    }

    private void Read(AbsolutePath file, bool isRequired)
    {
        if (!file.FileExists())
        {
            if (isRequired)
                throw new UsageException($"--profile: there is no .nuke/{file.Name}; make it, or name another profile");
            return;
        }

        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), options);
            _files.Add((file.Name, json.RootElement.EnumerateObject().GroupBy(p => p.Name).ToDictionary(g => g.Key, g => Texts(g.Last().Value))));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UsageException($".nuke/{file.Name}: is no JSON object: {e.Message}");
        }
    }

    private static string[] Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().Select(Text)],
        JsonValueKind.Null => null,
        _ => [Text(value)],
    };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
}
