namespace Nuke.Common;

/// <summary>No warning when the value cannot be had.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class OptionalAttribute : Attribute
{
}
