using System.Reflection;
using Nuke.Common.Parameters;
using Nuke.Common.Utilities;
using Serilog;

namespace Nuke.Common.ValueInjection;

/// <summary>Base of attributes that give members of the build their values.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValueInjectionAttributeBase : Attribute
{
    /// <summary>The build.</summary>
    public INukeBuild Build { get; internal set; }

    /// <summary>The value; null, with a warning, when it cannot be had.</summary>
    public object TryGetValue(MemberInfo member, object instance)
    {
        try
        {
            return GetValue(member, instance);
        }
        catch (Exception exception) when (exception is not UsageException)
        {
            if (!SuppressWarnings && !member.IsDefined(typeof(OptionalAttribute)))
                Log.Warning(exception, "Could not inject value for {Member}", $"{member.DeclaringType?.Name}.{member.Name}");
            return null;
        }
    }

    /// <summary>The value; null for none.</summary>
    public abstract object GetValue(MemberInfo member, object instance);

    /// <summary>Higher ones get their values first.</summary>
    public virtual int Priority => 0;

    /// <summary>No warning when the value cannot be had.</summary>
    public virtual bool SuppressWarnings => false;

    /// <summary>The value of another member of the instance.</summary>
    protected T GetMemberValue<T>(string memberName, object instance)
    {
        var member = instance.GetType()
            .GetAllMembers(m => m.Name == memberName, ReflectionUtility.All, allowAmbiguity: true, filterQuasiOverridden: true)
            .FirstOrDefault();
        Assert.True(member != null, $"No member '{memberName}' found in '{instance.GetType().Name}'");
        return (T)ReflectionUtility.GetValue(member, instance);
    }

    /// <summary>The value of another member of the instance; the default when no name is given.</summary>
    protected T GetMemberValueOrNull<T>(string memberName, object instance) =>
        memberName == null ? default : GetMemberValue<T>(memberName, instance);
}
