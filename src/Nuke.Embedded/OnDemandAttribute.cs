namespace Nuke.Common;

/// <summary>The member gets its value only when a target requires it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class OnDemandAttribute : Attribute
{
}
