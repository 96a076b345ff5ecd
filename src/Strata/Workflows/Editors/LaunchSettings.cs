namespace Strata.Workflows.Editors;

/// <summary>Profiles of the build project, for Visual Studio and <c>dotnet run --launch-profile</c>.</summary>
public static class LaunchSettings
{
    // No working directory: the root is found upward from wherever the program is started.

    /// <summary><c>Properties/launchSettings.json</c> beside the build project.</summary>
    public static GeneratedFile Create(IReadOnlyCollection<EditorTarget> targets, string project)
    {
        var folder = project.Contains('/') ? project[..(project.LastIndexOf('/') + 1)] : "";
        return new GeneratedFile($"{folder}Properties/launchSettings.json", EditorJson.Render(json =>
        {
            json.WriteStartObject("profiles");
            foreach (var target in targets)
            {
                json.WriteStartObject(target.Name);
                json.WriteString("commandName", "Project");
                json.WriteString("commandLineArgs", target.Name);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        })) { OwnMark = GeneratedFile.Mark };
    }
}
