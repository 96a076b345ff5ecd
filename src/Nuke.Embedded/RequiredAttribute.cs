namespace Nuke.Common;

/// <summary>The build does not start while the member has no value.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class RequiredAttribute : Attribute
{
}
