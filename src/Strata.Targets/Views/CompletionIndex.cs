using System.Text;
using Nuke.Common;
using Nuke.Common.Execution;

namespace Strata.Targets.Views;

/// <summary>
/// All that can be typed behind <c>./build.sh</c>, as plain text that a shell reads without starting the program:
/// <c>target NAME</c>, or <c>parameter --NAME VALUE...</c>, a line each.
/// </summary>
internal static class CompletionIndex
{
    /// <summary>The file's name below <c>.nuke/temp</c>.</summary>
    public const string FileName = "completion";

    public static string Render(INukeBuild build, IEnumerable<ExecutableTarget> targets)
    {
        var names = targets.Where(t => t.Listed).Select(t => t.Name).ToList();
        var text = new StringBuilder();
        foreach (var name in names)
        {
            text.Append($"target {name}\n");
        }

        var parameters = BuildParameter.All(build.GetType())
            .Where(p => p.Attribute is { List: true })
            .DistinctBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
            .OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parameters)
        {
            var values = parameter.Name is "Target" or "Skip" ? names : Values(build, parameter);
            text.Append(string.Join(' ', values.Prepend($"parameter --{parameter.Dashed}"))).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Values(INukeBuild build, BuildParameter parameter)
    {
        if (parameter.Attribute!.ValueProviderMember is { } member)
        {
            var type = parameter.Attribute.ValueProviderType ?? build.GetType();
            return type.GetProperty(member)?.GetValue(build) as IEnumerable<string> ?? [];
        }

        var scalar = parameter.Type.IsArray ? parameter.Type.GetElementType()! : parameter.Type;
        scalar = Nullable.GetUnderlyingType(scalar) ?? scalar;
        return scalar.IsEnum ? Enum.GetNames(scalar) : [];
    }
}
