using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>A named value out of a set of public static fields, for parameters.</summary>
public abstract class Enumeration
{
    /// <summary>The value's text.</summary>
    protected string Value { get; set; }

    /// <summary>The value's text.</summary>
    public static implicit operator string(Enumeration value) => value?.Value;

    /// <summary>Equal types and texts.</summary>
    public static bool operator ==(Enumeration a, Enumeration b) => Equals(a, b);

    /// <summary>Other types or texts.</summary>
    public static bool operator !=(Enumeration a, Enumeration b) => !Equals(a, b);

    /// <summary>Equal texts.</summary>
    protected bool Equals(Enumeration other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is Enumeration other && obj.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value?.GetHashCode() ?? 0;

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Finds the field of a name, ignoring case.</summary>
    public class TypeConverter<T> : TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        /// <inheritdoc/>
        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value)
        {
            if (value is not string text)
                return base.ConvertFrom(context, culture, value);
            var field = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
                .SingleOrDefault(f => f.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
            Assert.True(field != null, $"'{text}' is no value of {typeof(T).Name}");
            return field.GetValue(null);
        }
    }
}
