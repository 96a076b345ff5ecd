using System.Text.Json;

namespace Strata.Workflows.Editors;

/// <summary>JSON of editors: indented, with a first line that says where it comes from. Editors and the .NET SDK take comments in these files.</summary>
internal static class EditorJson
{
    public static string Render(Action<Utf8JsonWriter> members) =>
        $"// {GeneratedFile.Mark}; tasks of your own belong into your editor's user settings.\n{JsonText.Object(members)}";
}
