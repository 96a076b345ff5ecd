namespace Strata.Workflows.Editors;

/// <summary>Tasks of Visual Studio Code, which run a target as the command line does, and launches, which debug it.</summary>
public static class VisualStudioCode
{
    private const string CompileTask = "compile the build program for debugging";

    // A place of its own: where build.sh has compiled to depends on the packages that the feed has.
    private const string Output = "${workspaceFolder}/.nuke/temp/debug";

    /// <summary><c>.vscode/tasks.json</c>.</summary>
    public static GeneratedFile Tasks(IReadOnlyCollection<EditorTarget> targets, string project) => new(".vscode/tasks.json", EditorJson.Render(json =>
    {
        json.WriteString("version", "2.0.0");
        json.WriteStartArray("tasks");
        foreach (var target in targets)
        {
            json.WriteStartObject();
            json.WriteString("label", target.Name);
            if (target.Description is { } description)
            {
                json.WriteString("detail", description);
            }

            json.WriteString("type", "shell");
            json.WriteString("command", "${workspaceFolder}/build.sh");
            json.WriteStrings("args", target.Name);
            json.WriteStartObject("windows");
            json.WriteString("command", "${workspaceFolder}\\build.cmd");
            json.WriteEndObject();
            json.WriteStrings("problemMatcher");
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("label", CompileTask);
        json.WriteString("type", "process");
        json.WriteString("command", "dotnet");
        json.WriteStrings("args", "build", $"${{workspaceFolder}}/{project}", "-c", "Debug", "-o", Output, "-nologo");
        json.WriteBoolean("hide", true);
        json.WriteStrings("problemMatcher", "$msCompile");
        json.WriteEndObject();
        json.WriteEndArray();
    })) { OwnMark = GeneratedFile.Mark };

    /// <summary><c>.vscode/launch.json</c>.</summary>
    public static GeneratedFile Launch(IReadOnlyCollection<EditorTarget> targets, string project) => new(".vscode/launch.json", EditorJson.Render(json =>
    {
        json.WriteString("version", "0.2.0");
        json.WriteObjects("configurations", targets, target =>
        {
            json.WriteString("name", target.Name);
            json.WriteString("type", "coreclr");
            json.WriteString("request", "launch");
            json.WriteString("preLaunchTask", CompileTask);
            json.WriteString("program", $"{Output}/{Path.GetFileNameWithoutExtension(project)}.dll");
            json.WriteStrings("args", target.Name);
            json.WriteString("cwd", "${workspaceFolder}");
            json.WriteString("console", "integratedTerminal");
        });
    })) { OwnMark = GeneratedFile.Mark };
}
