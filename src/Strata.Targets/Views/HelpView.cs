using System.Text;
using Nuke.Common;
using Nuke.Common.Execution;

namespace Strata.Targets.Views;

/// <summary>What <c>--help</c> shows: usage, images first, then what Strata brings, then the repository's own targets, parameters, examples.</summary>
internal static class HelpView
{
    private const int WidestWithoutTerminal = 100;

    public static void Show(StrataSession session, IReadOnlyCollection<ExecutableTarget> targets) =>
        DataOutput.Writer.Write(Render(session.Build, [.. targets.Where(t => t.Listed)], t => session.Images.OfTarget(t) is not null, Columns()));

    public static string Render(INukeBuild build, IReadOnlyList<ExecutableTarget> targets, Func<string, bool> isImage, int columns)
    {
        var script = "./" + (Environment.GetEnvironmentVariable("STRATA_SCRIPT") is { Length: > 0 } name ? name : "build.sh");
        var text = new StringBuilder($"\nUsage: {script} [TARGET ...] [--PARAMETER [VALUE ...]] ...\n");
        var width = targets.Select(t => Title(t).Length).Append(16).Max();
        foreach (var group in targets.GroupBy(t => GroupOf(t, isImage)).OrderBy(g => g.Key))
        {
            text.Append($"\n{group.Key switch { 0 => "Images", 1 => "Views and tools", _ => "This repository" }}:\n");
            // The target that builds all stands before the single images.
            foreach (var target in group.OrderBy(t => isImage(t.Name)))
            {
                Append(text, $"  {Title(target).PadRight(width)}  ", Words(target, isImage), columns);
            }
        }

        AppendParameters(text, build, targets, columns);
        AppendExamples(text, targets, isImage, script);
        return text.ToString();
    }

    private static int GroupOf(ExecutableTarget target, Func<string, bool> isImage) =>
        isImage(target.Name) || target.Name == nameof(Components.IBuildImages.BuildAll) ? 0
        : target.Member?.DeclaringType?.Assembly == typeof(HelpView).Assembly ? 1
        : 2;

    private static string Title(ExecutableTarget target) => target.Name + (target.IsDefault ? " (default)" : "");

    private static string Words(ExecutableTarget target, Func<string, bool> isImage)
    {
        var dependencies = target.ExecutionDependencies.Select(d => d.Name).ToList();
        return dependencies.Count == 0 || dependencies.All(isImage) && !isImage(target.Name)
            ? target.Description ?? ""
            : $"{target.Description} (after {string.Join(", ", dependencies)})".TrimStart();
    }

    private static void AppendParameters(StringBuilder text, INukeBuild build, IReadOnlyList<ExecutableTarget> targets, int columns)
    {
        var parameters = BuildParameter.All(build.GetType())
            .Where(p => p.Attribute is { List: true })
            .DistinctBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var width = parameters.Select(p => p.Dashed.Length).Append(12).Max();
        var defaults = string.Join(", ", targets.Where(t => t.IsDefault).Select(t => t.Name));
        foreach (var group in parameters.GroupBy(p => p.IsNukes).OrderBy(g => g.Key))
        {
            text.Append(group.Key ? "\nParameters of every Nuke build:\n" : "\nParameters:\n");
            foreach (var parameter in group)
            {
                var description = parameter.Attribute!.Description?.Replace("{default_target}", defaults.Length > 0 ? defaults : "<none>", StringComparison.Ordinal);
                Append(text, $"  --{parameter.Dashed.PadRight(width)}  ", (description ?? "").TrimEnd('.'), columns);
            }
        }
    }

    private static void AppendExamples(StringBuilder text, IReadOnlyList<ExecutableTarget> targets, Func<string, bool> isImage, string script)
    {
        var image = targets.LastOrDefault(t => isImage(t.Name))?.Name;
        (string Call, string Words, bool IsThere)[] examples =
        [
            (script, "builds all images", targets.Any(t => t.IsDefault && t.Name == nameof(Components.IBuildImages.BuildAll))),
            ($"{script} {image}", "builds one image and what it stands on", image is not null),
            ($"{script} Plan", "says what would be built, and why", targets.Any(t => t.Name == "Plan")),
            ($"{script} Explain --image {image}", "says what one image is made of", image is not null && targets.Any(t => t.Name == nameof(Components.IExplainImages.Explain))),
            ($"{script} Graph --format svg > graph.svg", "draws the graph", targets.Any(t => t.Name == nameof(Components.IPlanImages.Graph))),
            ($"{script} Doctor", "says what this machine lacks", targets.Any(t => t.Name == nameof(Components.IRunEngine.Doctor))),
        ];
        var shown = examples.Where(e => e.IsThere).ToList();
        text.Append(shown.Count > 0 ? "\nExamples:\n" : "");
        foreach (var (call, words, _) in shown)
        {
            text.Append($"  {call.PadRight(shown.Max(e => e.Call.Length))}  {words}\n");
        }
    }

    /// <summary>A head and words behind it, wrapped below each other.</summary>
    private static void Append(StringBuilder text, string head, string words, int columns)
    {
        var line = new StringBuilder(head);
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > head.Length && line.Length + word.Length > columns)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(' ', head.Length);
            }

            line.Append(word).Append(' ');
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private static int Columns() =>
        System.Console.IsOutputRedirected ? WidestWithoutTerminal : Math.Clamp(System.Console.WindowWidth, 60, 120);
}
