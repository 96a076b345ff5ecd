using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary><c>.nuke/build.schema.json</c>, by which editors complete and check parameters files: draft-04, laid out as Nuke's own.</summary>
internal static class BuildSchema
{
    // Nuke's hosts: a build that compiles against the packages gets the same list.
    private static readonly string[] Hosts =
    [
        "AppVeyor", "AzurePipelines", "Bamboo", "Bitbucket", "Bitrise", "GitHubActions", "GitLab", "Jenkins", "Rider", "SpaceAutomation",
        "TeamCity", "Terminal", "TravisCI", "VSCode", "VisualStudio",
    ];

    public static string Of(INukeBuild build)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
            Write(json, build, [.. InjectionMembers.Parameters(build.GetType())]);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, INukeBuild build, List<MemberInfo> parameters)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "http://json-schema.org/draft-04/schema#");
        json.WriteStartObject("definitions");
        foreach (var (name, values) in Definitions(build, parameters))
        {
            json.WriteStartObject(name);
            json.WriteString("type", "string");
            if (name is not ("Host" or "ExecutableTarget"))
                json.WriteString("description", "");
            WriteStrings(json, "enum", values);
            json.WriteEndObject();
        }

        json.WriteStartObject("NukeBuild");
        WriteProperties(json, build, parameters.Where(p => p.DeclaringType == typeof(NukeBuild)));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("allOf");
        json.WriteStartObject();
        WriteProperties(json, build, parameters.Where(p => p.DeclaringType != typeof(NukeBuild)));
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("$ref", "#/definitions/NukeBuild");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The enumerations that properties refer to, in the order in which the parameters name them.</summary>
    private static IEnumerable<(string Name, IEnumerable<string> Values)> Definitions(INukeBuild build, List<MemberInfo> parameters)
    {
        var seen = new HashSet<string>();
        foreach (var parameter in parameters)
        {
            var type = Element(ParameterType.Of(parameter));
            if (ReferenceOf(parameter) is { } name && seen.Add(name))
                yield return (name, name switch
                {
                    "Host" => Hosts,
                    "ExecutableTarget" => build.ExecutableTargets.Select(t => t.Name).Order(StringComparer.Ordinal),
                    _ => type.GetEnumNames(),
                });
        }
    }

    private static void WriteProperties(Utf8JsonWriter json, INukeBuild build, IEnumerable<MemberInfo> parameters)
    {
        json.WriteStartObject("properties");
        foreach (var parameter in parameters.DistinctBy(ParameterNames.Of))
        {
            json.WriteStartObject(ParameterNames.Of(parameter));
            WriteProperty(json, build, parameter);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteProperty(Utf8JsonWriter json, INukeBuild build, MemberInfo parameter)
    {
        var attribute = parameter.GetCustomAttribute<ParameterAttribute>();
        var type = ParameterType.Of(parameter);
        var isNames = parameter.Name is nameof(NukeBuild.InvokedTargets) or nameof(NukeBuild.SkippedTargets) && parameter.DeclaringType == typeof(NukeBuild);
        var isArray = isNames || type.IsArray;
        var reference = ReferenceOf(parameter);
        var (name, format) = TypeName(Element(type));
        var values = Values(build, parameter);

        if (isArray)
            json.WriteString("type", "array");
        else if (Nullable.GetUnderlyingType(type) != null)
            WriteStrings(json, "type", new[] { name, "null" }.Order(StringComparer.Ordinal));
        else if (reference == null)
            json.WriteString("type", name);
        if (attribute.Description is { } description)
            json.WriteString("description", description.TrimEnd('.'));
        if (format != null && !isArray)
            json.WriteString("format", format);
        if (parameter.IsDefined(typeof(SecretAttribute)))
            json.WriteString("default", "Secrets must be entered via 'nuke :secrets [profile]'");
        if (isArray)
            json.WriteStartObject("items");
        if (reference != null)
        {
            json.WriteString("$ref", $"#/definitions/{reference}");
        }
        else
        {
            if (isArray)
                json.WriteString("type", name);
            if (isArray && format != null)
                json.WriteString("format", format);
            if (values != null)
                WriteStrings(json, "enum", values);
        }

        if (isArray)
            json.WriteEndObject();
    }

    /// <summary>The definition that a parameter's values stand in; null when they stand with the parameter.</summary>
    private static string ReferenceOf(MemberInfo parameter)
    {
        if (parameter.DeclaringType == typeof(NukeBuild) && parameter.Name is nameof(NukeBuild.InvokedTargets) or nameof(NukeBuild.SkippedTargets))
            return "ExecutableTarget";
        if (parameter.DeclaringType == typeof(NukeBuild) && parameter.Name == nameof(NukeBuild.Host))
            return "Host";
        var element = Element(ParameterType.Of(parameter));
        return element.IsEnum ? element.Name : null;
    }

    private static IEnumerable<string> Values(INukeBuild build, MemberInfo parameter) =>
        (ParameterType.ValueSet(parameter, build) ?? (Nullable.GetUnderlyingType(ParameterType.Of(parameter)) is { IsEnum: true } type ? type.GetEnumNames() : null))
            ?.Order(StringComparer.Ordinal);

    /// <summary>Without array; a nullable type stays one.</summary>
    private static Type Element(Type type) => type.IsArray ? type.GetElementType() : type;

    private static (string Name, string Format) TypeName(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(bool) => ("boolean", null),
        var t when t == typeof(int) => ("integer", "int32"),
        var t when t == typeof(long) => ("integer", "int64"),
        var t when t == typeof(double) => ("number", "double"),
        var t when t == typeof(decimal) => ("number", "decimal"),
        _ => ("string", null),
    };

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
