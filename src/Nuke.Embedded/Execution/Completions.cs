using System.Reflection;
using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>What may be typed next on the command line.</summary>
internal static class Completions
{
    /// <param name="build">The build.</param>
    /// <param name="words">What stands on the command line up to the cursor; the last one is being typed and may be empty.</param>
    public static IEnumerable<string> Of(INukeBuild build, string[] words)
    {
        // Shells that hand over the whole line as one word.
        if (words is [var line])
            words = line.Split(' ');
        var current = words.LastOrDefault() ?? "";
        var before = words.SkipLast(1).ToList();
        var parameter = before.LastOrDefault(ArgumentParser.IsName);
        var items =
            ArgumentParser.IsName(current) ? InjectionMembers.Parameters(build.GetType()).Select(p => "--" + ParameterNames.Dashed(ParameterNames.Of(p)))
            : parameter == null ? Targets(build)
            : Values(build, ArgumentParser.WithoutDashes(parameter));
        return items.Where(i => Plain(i).StartsWith(Plain(current), StringComparison.OrdinalIgnoreCase) && !before.Contains(i, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Targets(INukeBuild build) =>
        build.ExecutableTargets.Where(t => t.Listed).Select(t => ParameterNames.Dashed(t.Name));

    private static IEnumerable<string> Values(INukeBuild build, string parameter)
    {
        if (parameter.Equals(ParameterValues.Targets, StringComparison.OrdinalIgnoreCase) || parameter.Equals(ParameterValues.Skip, StringComparison.OrdinalIgnoreCase))
            return Targets(build);
        var member = InjectionMembers.Parameters(build.GetType()).FirstOrDefault(p => ParameterNames.Of(p).Equals(parameter, StringComparison.OrdinalIgnoreCase));
        if (member == null)
            return [];
        var type = ParameterType.Scalar(ParameterType.Of(member));
        return ParameterType.ValueSet(member, build) ?? (type.IsEnum ? type.GetEnumNames() : []);
    }

    private static string Plain(string word) => ArgumentParser.WithoutDashes(word);
}
