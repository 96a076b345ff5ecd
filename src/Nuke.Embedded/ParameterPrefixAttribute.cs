namespace Nuke.Common;

/// <summary>Puts a prefix before the names of a component's parameters: <c>Db</c> and <c>Server</c> give <c>--db-server</c>.</summary>
[AttributeUsage(AttributeTargets.Interface, AllowMultiple = false, Inherited = false)]
public class ParameterPrefixAttribute : Attribute
{
    /// <summary>Sets the prefix; the word <c>Prefix</c> at its end is dropped.</summary>
    public ParameterPrefixAttribute(string prefix) =>
        Prefix = prefix.EndsWith(nameof(Prefix), StringComparison.Ordinal) ? prefix[..^nameof(Prefix).Length] : prefix;

    /// <summary>The prefix.</summary>
    public string Prefix { get; }
}
