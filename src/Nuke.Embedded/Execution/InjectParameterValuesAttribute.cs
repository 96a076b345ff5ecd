using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.Parameters;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Checks the command line against the known parameters and gives them their values.</summary>
internal sealed class InjectParameterValuesAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (HandleShellCompletionAttribute.IsQuestion)
            return;
        var parameters = InjectionMembers.Parameters(Build.GetType()).ToList();
        RequireKnownNames([.. parameters.Select(ParameterNames.Of)]);
        InjectionMembers.Inject(Build, IsPlain);

        // Components ask for their parameters when they need them: a bad value must not wait until then.
        foreach (var member in parameters.Where(m => m.ReflectedType.IsInterface && IsPlain(m.GetCustomAttribute<ParameterAttribute>())))
            ParameterValues.Get(member, ParameterType.Of(member));
    }

    private static bool IsPlain(ValueInjectionAttributeBase attribute) => attribute.GetType() == typeof(ParameterAttribute);

    private static void RequireKnownNames(List<string> names)
    {
        var plain = names.Append(HandleShellCompletionAttribute.Switch).Append(GenerateBuildServerConfigurationsAttribute.Switch).Select(ArgumentParser.WithoutDashes).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = EnvironmentInfo.Arguments.Words
            .Where(w => ArgumentParser.IsName(w) && !plain.Contains(ArgumentParser.WithoutDashes(w))).ToList();
        if (unknown.Count > 0)
            throw new UsageException(string.Join('\n', unknown.Select(w => Problem(w, names))));
    }

    private static string Problem(string word, List<string> names)
    {
        var equals = word.IndexOf('=');
        if (equals > 0)
            return $"unknown parameter '{word}'; a value stands behind a space: {word[..equals]} {word[(equals + 1)..]}";
        var near = Nearest.Find(ArgumentParser.WithoutDashes(word), names);
        var hint = near == null ? ";" : $"; did you mean '--{ParameterNames.Dashed(near)}'?";
        return $"unknown parameter '{word}'{hint} run ./build.sh --help for all";
    }
}
