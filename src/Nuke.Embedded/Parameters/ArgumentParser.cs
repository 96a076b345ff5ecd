namespace Nuke.Common.Parameters;

/// <summary>The words of a command line: positional ones first, then names, each with the words up to the next name.</summary>
internal sealed class ArgumentParser(IEnumerable<string> words)
{
    public string[] Words { get; } = [.. words];

    /// <summary>The words before the first name.</summary>
    public string[] Positional => [.. Words.TakeWhile(w => !IsName(w))];

    public static bool IsName(string word) => word.StartsWith('-');

    /// <summary>Dashes do not count: <c>--no-logo</c>, <c>-NoLogo</c> and <c>--nologo</c> are the same.</summary>
    public static string WithoutDashes(string name) => name.Replace("-", "");

    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>The words behind the last occurrence of a name; null when it is absent.</summary>
    public string[] ValuesOf(string name) => IndexOf(name) is >= 0 and var i ? [.. Words.Skip(i + 1).TakeWhile(w => !IsName(w))] : null;

    /// <exception cref="FormatException">The words are no value of the type.</exception>
    public object Named(string name, Type type, char? separator) =>
        ValuesOf(name) is { } values ? ParameterType.Convert(ParameterType.Split(values, separator), type, switchValue: true) : null;

    private int IndexOf(string name)
    {
        var plain = WithoutDashes(name);
        return Array.FindLastIndex(Words, w => IsName(w) && WithoutDashes(w).Equals(plain, StringComparison.OrdinalIgnoreCase));
    }
}
