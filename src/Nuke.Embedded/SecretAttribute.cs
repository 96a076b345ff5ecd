namespace Nuke.Common;

/// <summary>The parameter's value is a secret: it is not read from the parameters files, and no message shows it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public class SecretAttribute : Attribute
{
}
