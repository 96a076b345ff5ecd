using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.CI;

/// <summary>Which part of how many this machine does, written <c>1/4</c>.</summary>
[TypeConverter(typeof(TypeConverter))]
public class Partition
{
    /// <summary>The whole.</summary>
    public static Partition Single { get; } = new() { Part = 1, Total = 1 };

    /// <summary>From 1.</summary>
    public int Part { get; set; }

    /// <summary>Of how many.</summary>
    public int Total { get; set; }

    /// <summary>Whether the part is this machine's.</summary>
    public bool IsIn(int part) => Total == 1 || part == Part;

    /// <summary>The items of this machine's part: each <see cref="Total"/>th.</summary>
    public IEnumerable<T> GetCurrent<T>(IEnumerable<T> enumerable) => enumerable.Where((_, i) => i % Total == Part - 1);

    /// <summary>As <c>1/4</c>.</summary>
    public override string ToString() => $"{Part}/{Total}";

    /// <summary>Reads <c>1/4</c>.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        /// <inheritdoc/>
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        /// <inheritdoc/>
        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value)
        {
            if (value is not string text)
                return base.ConvertFrom(context, culture, value);
            var parts = text.Split('/');
            return new Partition
            {
                Part = int.Parse(parts[0], CultureInfo.InvariantCulture),
                Total = int.Parse(parts[1], CultureInfo.InvariantCulture),
            };
        }
    }
}
