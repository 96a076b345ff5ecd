using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>A rooted, normalized path; a file or directory need not be there.</summary>
[TypeConverter(typeof(TypeConverter))]
[DebuggerDisplay("{_path}")]
public class AbsolutePath : IAbsolutePathHolder, IFormattable
{
    /// <summary>Format with double quotes.</summary>
    public const string DoubleQuote = "d";

    /// <summary>Format with double quotes if there is white space.</summary>
    public const string DoubleQuoteIfNeeded = "dn";

    /// <summary>Format with single quotes.</summary>
    public const string SingleQuote = "s";

    /// <summary>Format with single quotes if there is white space.</summary>
    public const string SingleQuoteIfNeeded = "sn";

    /// <summary>Format without quotes, the default.</summary>
    public const string NoQuotes = "nq";

    private readonly string _path;

    private AbsolutePath(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        _path = System.IO.Path.TrimEndingDirectorySeparator(full);
    }

    AbsolutePath IAbsolutePathHolder.Path => this;

    /// <summary>The last part.</summary>
    public string Name => System.IO.Path.GetFileName(_path);

    /// <summary>The last part without its extension.</summary>
    public string NameWithoutExtension => System.IO.Path.GetFileNameWithoutExtension(_path);

    /// <summary>The extension with its dot; empty when there is none.</summary>
    public string Extension => System.IO.Path.GetExtension(_path);

    /// <summary>The directory above; null for a root.</summary>
    public AbsolutePath Parent => System.IO.Path.GetDirectoryName(_path) is { } parent ? new AbsolutePath(parent) : null;

    /// <summary>Makes a path of a rooted one.</summary>
    public static AbsolutePath Create(string path) => path;

    /// <summary>Makes a path of a rooted one; null stays null.</summary>
    /// <exception cref="ArgumentException">It is not rooted.</exception>
    public static implicit operator AbsolutePath(string path)
    {
        if (path is null)
            return null;
        Assert.True(System.IO.Path.IsPathRooted(path), $"Path '{path}' must be rooted");
        return new AbsolutePath(path);
    }

    /// <summary>The path as a string.</summary>
    public static implicit operator string(AbsolutePath path) => path?._path;

    /// <summary>The directory above: <c>path / ..</c>.</summary>
    public static AbsolutePath operator /(AbsolutePath left, Range range)
    {
        Assert.True(range.Equals(Range.All));
        return left.Parent;
    }

    /// <summary>A path below; a rooted right side is refused.</summary>
    public static AbsolutePath operator /(AbsolutePath left, string right)
    {
        if (string.IsNullOrEmpty(right))
            return left.NotNull();
        Assert.True(!System.IO.Path.IsPathRooted(right), $"Second path '{right}' must not be rooted");
        return new AbsolutePath(System.IO.Path.Combine(left.NotNull()._path, right));
    }

    /// <summary>Adds text to the last part.</summary>
    public static AbsolutePath operator +(AbsolutePath left, string right) => new(left._path + right);

    /// <summary>Equal paths.</summary>
    public static bool operator ==(AbsolutePath a, AbsolutePath b) => Equals(a, b);

    /// <summary>Other paths.</summary>
    public static bool operator !=(AbsolutePath a, AbsolutePath b) => !Equals(a, b);

    /// <summary>Equal paths; case counts except on Windows.</summary>
    protected bool Equals(AbsolutePath other) =>
        string.Equals(_path, other._path, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is AbsolutePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase.GetHashCode(_path) : _path.GetHashCode();

    /// <summary>The path.</summary>
    public override string ToString() => _path;

    /// <summary>The path in a format such as <see cref="DoubleQuote"/>.</summary>
    public string ToString(string format) => ((IFormattable)this).ToString(format, null);

    string IFormattable.ToString(string format, IFormatProvider formatProvider) => format switch
    {
        null or NoQuotes => _path,
        DoubleQuote => $"\"{_path}\"",
        SingleQuote => $"'{_path}'",
        DoubleQuoteIfNeeded => _path.Any(char.IsWhiteSpace) ? $"\"{_path}\"" : _path,
        SingleQuoteIfNeeded => _path.Any(char.IsWhiteSpace) ? $"'{_path}'" : _path,
        _ => throw new ArgumentException($"Format '{format}' is not recognized"),
    };

    /// <summary>Reads paths; relative ones stand on the working directory.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        /// <inheritdoc/>
        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) =>
            value is string text ? new AbsolutePath(text) : base.ConvertFrom(context, culture, value);
    }
}
