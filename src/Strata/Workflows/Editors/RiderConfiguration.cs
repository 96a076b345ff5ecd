using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Strata.Workflows.Editors;

/// <summary>A run configuration that Rider shares with the repository: runs a target, and debugs it.</summary>
public static class RiderConfiguration
{
    /// <summary>The folder of such files.</summary>
    public const string Folder = ".run";

    /// <summary>The end of their names.</summary>
    public const string Extension = ".run.xml";

    // Rider drops comments, and keeps this: the group of configurations in its menu.
    private const string Group = "Strata";

    /// <summary>What a file of ours has in it, also after Rider has written it anew.</summary>
    public const string Mark = $"folderName=\"{Group}\"";

    /// <summary>The file of one target.</summary>
    public static GeneratedFile Create(EditorTarget target, string project, string framework)
    {
        (string Name, string Value)[] options =
        [
            ("EXE_PATH", ""),
            ("PROGRAM_PARAMETERS", target.Name),
            ("WORKING_DIRECTORY", "$PROJECT_DIR$"),
            ("PASS_PARENT_ENVS", "1"),
            ("USE_EXTERNAL_CONSOLE", "0"),
            ("USE_MONO", "0"),
            ("RUNTIME_ARGUMENTS", ""),
            ("PROJECT_PATH", $"$PROJECT_DIR$/{project}"),
            ("PROJECT_EXE_PATH_TRACKING", "1"),
            ("PROJECT_ARGUMENTS_TRACKING", "0"),
            ("PROJECT_WORKING_DIRECTORY_TRACKING", "0"),
            ("PROJECT_KIND", "DotNetCore"),
            ("PROJECT_TFM", framework),
        ];
        var component = new XElement("component", new XAttribute("name", "ProjectRunConfigurationManager"),
            new XElement("configuration",
                new XAttribute("default", "false"), new XAttribute("name", target.Name), new XAttribute("type", "DotNetProject"),
                new XAttribute("factoryName", ".NET Project"), new XAttribute("folderName", Group),
                options.Select(o => new XElement("option", new XAttribute("name", o.Name), new XAttribute("value", o.Value))),
                new XElement("method", new XAttribute("v", "2"), new XElement("option", new XAttribute("name", "Build")))));
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            component.Save(writer);
        }

        return new GeneratedFile($"{Folder}/{target.Name}{Extension}", text.Append('\n').ToString()) { OwnMark = Mark };
    }
}
