using System.Reflection;
using System.Text;
using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>The help: targets with their dependencies, parameters, examples.</summary>
internal static class HelpText
{
    public static string Of(INukeBuild build, int columns)
    {
        var text = new StringBuilder();
        AppendTargets(text, build.ExecutableTargets, columns);
        AppendParameters(text, build, columns);
        AppendExamples(text, build.ExecutableTargets);
        return text.ToString().TrimEnd();
    }

    private static void AppendTargets(StringBuilder text, IReadOnlyCollection<ExecutableTarget> targets, int columns)
    {
        text.Append("\nTargets (with their direct dependencies):\n\n");
        var listed = targets.Where(t => t.Listed).ToList();
        var width = listed.Select(t => Title(t).Length).Append(20).Max();
        foreach (var target in listed)
        {
            var dependencies = string.Join(", ", target.ExecutionDependencies.Select(d => d.Name));
            AppendEntry(text, $"  {Title(target).PadRight(width)}  ", dependencies.Length == 0 ? "" : "-> " + dependencies, columns);
            if (!string.IsNullOrWhiteSpace(target.Description))
                AppendEntry(text, "    ", target.Description, columns);
        }
    }

    private static string Title(ExecutableTarget target) => target.Name + (target.IsDefault ? " (default)" : "");

    private static void AppendParameters(StringBuilder text, INukeBuild build, int columns)
    {
        var parameters = InjectionMembers.Parameters(build.GetType())
            .Select(m => (Member: m, Attribute: m.GetCustomAttribute<ParameterAttribute>(), Name: ParameterNames.Dashed(ParameterNames.Of(m))))
            .Where(p => p.Attribute.List)
            .ToList();
        var width = parameters.Select(p => p.Name.Length).Append(16).Max();
        var defaults = string.Join(", ", build.ExecutableTargets.Where(t => t.IsDefault).Select(t => t.Name));

        text.Append("\nParameters:\n");
        foreach (var group in parameters.GroupBy(p => p.Member.DeclaringType == typeof(NukeBuild)).OrderBy(g => g.Key))
        {
            text.Append('\n');
            foreach (var (_, attribute, name) in group)
            {
                var description = attribute.Description?.Replace("{default_target}", defaults.Length > 0 ? defaults : "<none>").TrimEnd('.') + ".";
                AppendEntry(text, $"  --{name.PadRight(width)}  ", description == "." ? "<no description>" : description, columns);
            }
        }
    }

    private static void AppendExamples(StringBuilder text, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var example = targets.FirstOrDefault(t => t.IsDefault) ?? targets.FirstOrDefault(t => t.Listed);
        if (example == null)
            return;
        text.Append($"\nExamples: ./build.sh {example.Name}  ·  ./build.sh {example.Name} --plan  ·  ./build.sh {example.Name} --skip\n");
    }

    /// <summary>A head and words behind it, wrapped below each other.</summary>
    private static void AppendEntry(StringBuilder text, string head, string words, int columns)
    {
        var line = new StringBuilder(head);
        var isFirst = true;
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isFirst && line.Length + 1 + word.Length > columns)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(' ', head.Length);
                isFirst = true;
            }

            line.Append(isFirst ? "" : " ").Append(word);
            isFirst = false;
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
