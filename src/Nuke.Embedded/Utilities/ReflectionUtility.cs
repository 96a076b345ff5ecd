using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Utilities;

/// <summary>Finds members of builds and components.</summary>
public static class ReflectionUtility
{
    /// <summary>Instance and static members, public or not, inherited ones, too.</summary>
    public const BindingFlags All = Static | Instance | BindingFlags.FlattenHierarchy;

    /// <summary>Instance members, public or not.</summary>
    public const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Static members, public or not.</summary>
    public const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Whether the member has an attribute of this type.</summary>
    public static bool HasCustomAttribute<T>(this MemberInfo member)
        where T : Attribute =>
        member.IsDefined(typeof(T));

    /// <summary>The type of a field or property, or what a method returns.</summary>
    public static Type GetMemberType(this MemberInfo member) => member switch
    {
        FieldInfo field => field.FieldType,
        PropertyInfo property => property.PropertyType,
        MethodInfo method => method.ReturnType,
        _ => throw new NotSupportedException(member.ToString()),
    };

    /// <summary>The member's name without the interface of an explicit implementation.</summary>
    public static string GetDisplayShortName(this MemberInfo member) => member.Name[(member.Name.LastIndexOf('.') + 1)..];

    /// <summary>The member that an expression like <c>() => X</c> names.</summary>
    public static MemberInfo GetMemberInfo(this LambdaExpression expression) => expression.Body switch
    {
        MethodCallExpression call => call.Method,
        UnaryExpression { Operand: MemberExpression member } => member.Member,
        MemberExpression member => member.Member,
        _ => throw new ArgumentException($"'{expression}' names no member"),
    };

    /// <summary>
    /// Members of a class and of the interfaces that it implements: of an interface member the class's own implementation when it
    /// has one, else the interface's.
    /// </summary>
    /// <param name="type">A class.</param>
    /// <param name="filter">Which members.</param>
    /// <param name="bindingFlags">Which kinds of members.</param>
    /// <param name="allowAmbiguity">Whether members of one name may come from several interfaces.</param>
    /// <param name="filterQuasiOverridden">Of members that interfaces hide by <c>new</c>, only the most derived.</param>
    /// <exception cref="ArgumentException">A member comes from several interfaces, or the class's own is not public.</exception>
    public static IEnumerable<MemberInfo> GetAllMembers(
        this Type type,
        Func<MemberInfo, bool> filter,
        BindingFlags bindingFlags,
        bool allowAmbiguity,
        bool filterQuasiOverridden = false)
    {
        var classMembers = type.GetMembers(bindingFlags).Where(filter).Where(m => !m.Name.Contains('.')).ToDictionary(m => m.Name);
        var groups = type.GetInterfaces()
            .SelectMany(i => i.GetMembers(bindingFlags))
            .Where(filter)
            .Where(m => type.GetMember(m.Name).SingleOrDefault() == null)
            .GroupBy(m => m.GetDisplayShortName())
            .ToList();

        var result = new List<MemberInfo>(classMembers.Values);
        foreach (var group in groups)
        {
            var members = group.ToList();
            var classMember = classMembers.GetValueOrDefault(group.Key);
            if (filterQuasiOverridden && classMember == null && members.Count > 1 && MostDerived(members) is { } last)
                members = [last];
            else
                RequireUnambiguous(members, classMember, allowAmbiguity);
            result.AddRange(members.Select(m => ImplementationOf(m, type)));
        }

        return result.Where(filter).Distinct().ToList();
    }

    /// <summary>Base interfaces first, the last one hides the others; null when they do not all stem from one.</summary>
    private static MemberInfo MostDerived(List<MemberInfo> members)
    {
        var ordered = members.OrderBy(m => members.Count(o => o.DeclaringType.IsAssignableFrom(m.DeclaringType))).ToList();
        return ordered.All(m => ordered[0].DeclaringType.IsAssignableFrom(m.DeclaringType)) ? ordered[^1] : null;
    }

    private static void RequireUnambiguous(List<MemberInfo> members, MemberInfo classMember, bool allowAmbiguity)
    {
        var sources = string.Join(", ", members.Select(m => m.DeclaringType.Name));
        Assert.True(allowAmbiguity || members.Count == 1 || classMember != null,
            $"'{members[0].Name}' is inherited from several components ({sources}): implement it explicitly");
        Assert.True(allowAmbiguity || classMember == null || IsPublic(classMember),
            $"'{members[0].Name}' must be public to override the one of {sources}");
    }

    private static MemberInfo ImplementationOf(MemberInfo member, Type type) =>
        type.GetMember(member.Name).SingleOrDefault()
        ?? type.GetMember($"{member.DeclaringType.FullName.Replace('+', '.')}.{member.Name}", Instance).SingleOrDefault()
        ?? member;

    private static bool IsPublic(MemberInfo member) => member switch
    {
        FieldInfo field => field.IsPublic,
        MethodInfo method => method.IsPublic,
        PropertyInfo property => (property.GetMethod ?? property.SetMethod).IsPublic,
        _ => true,
    };

    internal static object GetValue(MemberInfo member, object instance) => member switch
    {
        FieldInfo field => field.GetValue(field.IsStatic ? null : instance),
        PropertyInfo property => GetValue(property.GetMethod, instance),
        MethodInfo method => method.Invoke(method.IsStatic ? null : instance, BindingFlags.DoNotWrapExceptions, null, null, null),
        _ => throw new NotSupportedException(member.ToString()),
    };

    internal static void SetValue(MemberInfo member, object instance, object value)
    {
        if (member is PropertyInfo property)
        {
            // Parameters are often read-only properties: the compiler's field behind them takes the value.
            var field = property.DeclaringType.GetField($"<{property.Name}>k__BackingField", All);
            if (field == null)
            {
                Assert.True(property.SetMethod != null, $"Property '{member.Name}' is not settable");
                property.SetValue(property.SetMethod.IsStatic ? null : instance, value);
                return;
            }

            member = field;
        }

        var target = (FieldInfo)member;
        target.SetValue(target.IsStatic ? null : instance, value);
    }
}
