using System.Reflection;
using Nuke.Common.Parameters;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>A member whose value comes from the command line, the environment or the parameters files, in this order.</summary>
public class ParameterAttribute : ValueInjectionAttributeBase
{
    /// <summary>Declares a parameter.</summary>
    /// <param name="description">A sentence for the help.</param>
    public ParameterAttribute(string description = null) => Description = description;

    /// <summary>A sentence for the help.</summary>
    public virtual string Description { get; }

    /// <summary>The name; null for the member's.</summary>
    public string Name { get; set; }

    /// <summary>What separates the values of an array in one argument; one character or null.</summary>
    public string Separator { get; set; }

    /// <summary>Whether the help shows it.</summary>
    public virtual bool List { get; set; } = true;

    /// <summary>Whose <see cref="ValueProviderMember"/> knows the values; null for the build.</summary>
    public Type ValueProviderType { get; set; }

    /// <summary>A member with the possible values, <c>IEnumerable&lt;string></c>.</summary>
    public string ValueProviderMember { get; set; }

    /// <inheritdoc/>
    public override object GetValue(MemberInfo member, object instance) =>
        ParameterValues.Get(member, ParameterType.Of(member));

    /// <summary>The possible values with their texts; null when any is.</summary>
    public virtual IEnumerable<(string, object)> GetValueSet(MemberInfo member, object instance) => null;
}
