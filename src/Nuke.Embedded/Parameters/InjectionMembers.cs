using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Utilities;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Parameters;

/// <summary>The members of a build that get values from outside.</summary>
internal static class InjectionMembers
{
    // Nuke gives these their values by attribute; its other members with the attribute only describe the command line.
    private static readonly string[] InjectedOfNuke = ["Plan", "Help", "Continue", "NoLogo", "Verbosity", "Partition"];

    private static readonly Dictionary<Type, List<MemberInfo>> Cache = [];
    private static readonly Dictionary<MemberInfo, object> Values = [];

    // Builds do work on other threads, too, and read components there.
    private static readonly Lock Gate = new();

    /// <summary>All members with such an attribute, by name.</summary>
    public static IReadOnlyList<MemberInfo> Of(Type type)
    {
        if (!Cache.TryGetValue(type, out var members))
            Cache[type] = members = [.. type.GetAllMembers(IsInjected, ReflectionUtility.All, allowAmbiguity: true).OrderBy(m => m.Name)];
        return members;
    }

    /// <summary>All parameters, by name.</summary>
    public static IEnumerable<MemberInfo> Parameters(Type type) =>
        Of(type).Where(m => m.IsDefined(typeof(ParameterAttribute))).OrderBy(ParameterNames.Of, StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets the members of the build's classes; those of interfaces ask for themselves.</summary>
    public static void Inject(INukeBuild build, Func<ValueInjectionAttributeBase, bool> filter)
    {
        var members = Of(build.GetType())
            .Select(m => (Member: m, Attribute: m.GetCustomAttribute<ValueInjectionAttributeBase>()))
            .Where(m => filter(m.Attribute) && !m.Member.ReflectedType.IsInterface)
            .Where(m => m.Member.DeclaringType != typeof(NukeBuild) || InjectedOfNuke.Contains(m.Member.Name))
            .OrderBy(m => Depth(m.Member.DeclaringType))
            .ThenByDescending(m => m.Attribute.Priority);
        foreach (var (member, attribute) in members)
        {
            attribute.Build = build;
            if (attribute.TryGetValue(member, build) is { } value)
                ReflectionUtility.SetValue(member, build, value);
        }
    }

    /// <summary>The value of the member that an expression like <c>() => X</c> names; asked once.</summary>
    public static object Value(LambdaExpression expression)
    {
        var member = expression.GetMemberInfo();
        lock (Gate)
        {
            if (Values.TryGetValue(member, out var value))
                return value;
            var attribute = member.GetCustomAttribute<ValueInjectionAttributeBase>();
            Assert.True(attribute != null, $"Member '{member.Name}' has no injection attribute");
            var instance = ((expression.Body as MemberExpression)?.Expression as ConstantExpression)?.Value;
            attribute.Build = instance as INukeBuild;
            value = attribute.TryGetValue(member, instance);
            if (value != null)
                Values[member] = value;
            return value;
        }
    }

    private static bool IsInjected(MemberInfo member) =>
        member is FieldInfo or PropertyInfo && member.IsDefined(typeof(ValueInjectionAttributeBase));

    private static int Depth(Type type) => type.BaseType == null ? 0 : 1 + Depth(type.BaseType);
}
