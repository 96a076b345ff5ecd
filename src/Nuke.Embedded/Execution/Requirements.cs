using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Parameters;
using Nuke.Common.Utilities;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Checks before the first target what targets require.</summary>
internal static class Requirements
{
    /// <exception cref="ArgumentException">Something that is required is not there.</exception>
    public static void Check(INukeBuild build, IReadOnlyCollection<ExecutableTarget> targets)
    {
        foreach (var target in targets)
        foreach (var requirement in target.DelegateRequirements)
        {
            if (requirement is Expression<Func<bool>> condition)
                Assert.True(
                    condition.Compile(preferInterpretation: true)(),
                    $"target '{target.Name}': it requires {condition.Body}, which is false");
            else
                RequireValue(requirement.GetMemberInfo(), build, $"target '{target.Name}'");
        }

        foreach (var member in InjectionMembers.Of(build.GetType()).Where(m => m.IsDefined(typeof(RequiredAttribute))))
            RequireValue(member, build, "build");
    }

    private static void RequireValue(MemberInfo member, INukeBuild build, string place)
    {
        if (member.DeclaringType != build.GetType())
            member = build.GetType().GetMember(member.Name).SingleOrDefault() ?? member;
        Assert.True(
            member.IsDefined(typeof(ValueInjectionAttributeBase)),
            $"{place}: it requires '{member.Name}', which has no injection attribute; add [Parameter]");
        if (ReflectionUtility.GetValue(member, build) is { } value && !(value is string text && string.IsNullOrWhiteSpace(text)))
            return;
        if (!member.IsDefined(typeof(ParameterAttribute)))
            Assert.Fail($"{place}: it requires '{member.Name}', which has no value");
        var name = ParameterNames.Of(member);
        Assert.Fail($"{place}: it requires parameter '{name}'; pass --{ParameterNames.Dashed(name)} <value> or set {ParameterNames.Variable(name)}");
    }
}
