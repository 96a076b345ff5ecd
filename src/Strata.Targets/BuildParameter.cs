using System.Reflection;
using Nuke.Common;

namespace Strata.Targets;

/// <summary>A parameter of a build, as its members declare it.</summary>
/// <param name="Name">Without dashes, as in parameters files: <c>NoCache</c>.</param>
/// <param name="Type">The member's type.</param>
/// <param name="Member">The member; null for what Nuke reads without declaring it.</param>
internal sealed record BuildParameter(string Name, Type Type, MemberInfo? Member)
{
    /// <summary>The name on the command line: <c>no-cache</c>.</summary>
    public string Dashed => Images.ImageName.OfTarget(Name);

    /// <summary>Its description and where its values come from.</summary>
    public ParameterAttribute? Attribute => Member?.GetCustomAttribute<ParameterAttribute>();

    /// <summary>Nuke's own, not the build's.</summary>
    public bool IsNukes => Member is null || Member.DeclaringType == typeof(NukeBuild);

    /// <summary>All parameters of a build class, its bases and its components.</summary>
    public static IEnumerable<BuildParameter> All(Type build)
    {
        const BindingFlags members = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var type = build; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var parameter in type.GetMembers(members).SelectMany(Of))
            {
                yield return parameter;
            }
        }

        foreach (var parameter in build.GetInterfaces().SelectMany(t => t.GetMembers(members)).SelectMany(Of))
        {
            yield return parameter;
        }

        // Read by Nuke itself, not declared as members.
        foreach (var name in new[] { "ShellCompletion", "GenerateConfiguration", "Strict" })
        {
            yield return new BuildParameter(name, typeof(string), null);
        }
    }

    private static IEnumerable<BuildParameter> Of(MemberInfo member)
    {
        if (member is not (PropertyInfo or FieldInfo) || member.GetCustomAttribute<ParameterAttribute>() is not { } attribute)
        {
            yield break;
        }

        var prefix = member.DeclaringType?.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix;
        var type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        yield return new BuildParameter((prefix + (attribute.Name ?? member.Name)).Replace("-", "", StringComparison.Ordinal), type, member);
    }
}
