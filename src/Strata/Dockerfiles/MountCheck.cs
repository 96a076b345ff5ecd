using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Dockerfiles;

/// <summary>Finds what BuildKit refuses of a mount when its stage is built; a mount with variables is not looked at.</summary>
internal static partial class MountCheck
{
    private static readonly string[] Types = ["bind", "cache", "tmpfs", "secret", "ssh"];
    private static readonly string[] Sharings = ["shared", "private", "locked"];
    private static readonly string[] Truths = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];

    private static readonly string[] Keys =
    [
        "type", "from", "source", "target", "readonly", "id", "sharing", "required", "size", "mode", "uid", "gid", "src", "dst", "destination", "ro", "rw", "readwrite", "env",
    ];

    /// <summary>What is wrong, and the next step; null when nothing is.</summary>
    public static (string What, string? Next)? Check(Mount mount)
    {
        if (mount.Options.Any(o => o.Value?.Contains('$') == true))
        {
            return null;
        }

        var type = "bind";
        foreach (var (key, value) in mount.Options)
        {
            // The type counts from where it stands.
            if (Wrong(key, value, type) is { } wrong)
            {
                return wrong;
            }

            type = key == "type" ? value!.ToLowerInvariant() : type;
        }

        return Together(mount, type);
    }

    private static (string, string?)? Wrong(string key, string? value, string type) => key switch
    {
        _ when !Keys.Contains(key) => ($"a mount has no option '{key}'", Spelling.Suggestion(key, Keys)),
        "required" when type is not ("secret" or "ssh") => ($"'required' is no option of a mount of type {type}", "write type=secret in front of it"),
        "readonly" or "ro" or "readwrite" or "rw" or "required" => value is null || Truths.Contains(value) ? null : ($"'{key}={value}' is neither true nor false", null),
        _ when value is null => ($"the mount's option '{key}' has no value", $"write {key}=..."),
        "type" when !Types.Contains(value.ToLowerInvariant()) => ($"there is no mount of type '{value}'", Spelling.Suggestion(value, Types)),
        "sharing" when !Sharings.Contains(value.ToLowerInvariant()) => ($"a cache is not shared as '{value}'", Spelling.Suggestion(value, Sharings) ?? "write shared, private or locked"),
        "size" when type != "tmpfs" => ($"'size' is no option of a mount of type {type}", null),
        "size" when !Size().IsMatch(value) => ($"'{value}' is no size", "write such as 100m"),
        "mode" when !Octal().IsMatch(value) => ($"'{value}' is no mode", "write octal digits such as 0755"),
        "uid" or "gid" when !uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) => ($"'{value}' is no {key}", "write a number"),
        _ => null,
    };

    private static (string, string?)? Together(Mount mount, string type)
    {
        if (type is "bind" or "tmpfs" && ((string[])["mode", "uid", "gid"]).FirstOrDefault(k => mount.Value(k) is not null) is { } owner)
        {
            return ($"'{owner}' is no option of a mount of type {type}", null);
        }

        if (mount.Value("sharing") is { Length: > 0 } && type != "cache")
        {
            return ($"'sharing' is no option of a mount of type {type}", null);
        }

        return type != "secret" ? null
            : mount.From is not null ? ("a secret comes from no stage", null)
            : mount is { Source: null or "", Target: null or "" } && mount.Value("id") is null or "" ? ("a secret needs an id, or a target", "write id=NAME")
            : mount.Source is { Length: > 0 } && mount.Value("id") is { Length: > 0 } ? ("a secret has an id or a source, not both", null)
            : null;
    }

    [GeneratedRegex(@"\A\d+(?:\.\d+)*\s?[kKmMgGtTpP]?[iI]?[bB]?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Size();

    [GeneratedRegex(@"\A[0-7]{1,10}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();
}
