using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>Converts words to values of a parameter's type.</summary>
internal static class ParameterType
{
    public static Type Of(MemberInfo member) => member.GetMemberType();

    /// <summary>The type of one value: without array and nullable.</summary>
    public static Type Scalar(Type type)
    {
        var element = type.IsArray ? type.GetElementType() : type;
        return Nullable.GetUnderlyingType(element) ?? element;
    }

    /// <summary>The values that a parameter's value provider or <see cref="Enumeration"/> names; null when any value goes.</summary>
    public static IEnumerable<string> ValueSet(MemberInfo parameter, INukeBuild build)
    {
        var attribute = parameter.GetCustomAttribute<ParameterAttribute>();
        if (attribute.GetValueSet(parameter, build) is { } set)
            return set.Select(v => v.Item1);
        if (attribute.ValueProviderMember is { } provider)
        {
            var type = attribute.ValueProviderType ?? build.GetType();
            var member = type.GetMember(provider, ReflectionUtility.All).SingleOrDefault()
                ?? throw new UsageException($"parameter '{ParameterNames.Of(parameter)}': '{type.Name}' has no member '{provider}' for its values; name one of type IEnumerable<string>");
            return (IEnumerable<string>)ReflectionUtility.GetValue(member, build);
        }

        var scalar = Scalar(Of(parameter));
        return scalar.IsSubclassOf(typeof(Enumeration)) ? scalar.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.Name) : null;
    }

    public static string[] Split(string value, char? separator) =>
        [.. (separator is { } s ? value.Split(s) : [value]).Where(v => !string.IsNullOrWhiteSpace(v))];

    public static string[] Split(string[] values, char? separator) =>
        separator is { } s && values.Length == 1 ? values[0].Split(s) : values;

    /// <summary>Converts words to a value; no words are an empty array, a switch that is on, or null.</summary>
    /// <param name="values">The words.</param>
    /// <param name="type">What the parameter wants.</param>
    /// <param name="switchValue">What a bool without a word means.</param>
    /// <param name="directory">What relative paths stand on; null for the working directory.</param>
    /// <exception cref="FormatException">The words are no value of the type.</exception>
    public static object Convert(IReadOnlyList<string> values, Type type, bool switchValue, AbsolutePath directory = null)
    {
        if (type.IsArray)
        {
            var array = Array.CreateInstanceFromArrayType(type, values.Count);
            for (var i = 0; i < values.Count; i++)
                array.SetValue(Convert(values[i], Scalar(type), directory), i);
            return array;
        }

        if (values.Count == 0)
            return Scalar(type) == typeof(bool) ? switchValue : null;
        if (values.Count > 1)
            throw new FormatException($"takes one value, got {values.Count}: {string.Join(", ", values.Select(v => $"'{v}'"))}");
        return Convert(values[0], Scalar(type), directory);
    }

    private static object Convert(string value, Type type, AbsolutePath directory)
    {
        // The usual types by hand: asking TypeDescriptor costs more than all else at start-up.
        if (type == typeof(string) || type == typeof(object))
            return value;
        if (type == typeof(bool))
            return bool.TryParse(value, out var yes) ? yes : throw new FormatException($"'{value}' is neither true nor false");
        if (type == typeof(int))
            return int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                ? number : throw new FormatException($"'{value}' is no whole number");
        if (typeof(IAbsolutePathHolder).IsAssignableFrom(type) && type.IsAssignableFrom(typeof(AbsolutePath)))
            return AbsolutePath.Create(Path.GetFullPath(value, directory ?? Environment.CurrentDirectory));
        if (type.IsEnum)
            return Enum.TryParse(type, value, ignoreCase: true, out var constant) && (value.Contains(',') || Enum.IsDefined(type, constant))
                ? constant
                : throw new FormatException($"'{value}' is none of {string.Join(", ", Enum.GetNames(type))}{Nearest.Suggest(value, Enum.GetNames(type))}");
        return ConvertByDescriptor(value, type);
    }

    private static object ConvertByDescriptor(string value, Type type)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
        }
        catch (Exception e)
        {
            throw new FormatException($"'{value}' is no {type.Name}", e);
        }
    }
}
