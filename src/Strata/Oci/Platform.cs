using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Strata.Oci;

/// <summary>What an image runs on, normalised as containerd does: <c>x86_64</c> is <c>amd64</c>, <c>arm64/v8</c> is <c>arm64</c>.</summary>
public sealed partial record Platform
{
    private Platform(string os, string architecture, string variant)
    {
        Os = os;
        Architecture = architecture;
        Variant = variant;
    }

    /// <summary>The platform that is built for unless another is asked for: <c>linux/amd64</c>.</summary>
    public static Platform Default { get; } = new("linux", "amd64", "");

    /// <summary>The operating system, such as <c>linux</c>.</summary>
    public string Os { get; }

    /// <summary>The architecture in Go's words, such as <c>amd64</c>.</summary>
    public string Architecture { get; }

    /// <summary>The architecture's variant, such as <c>v7</c>; empty when there is none.</summary>
    public string Variant { get; }

    /// <summary>Reads <c>os/architecture[/variant]</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Platform Parse(string text) =>
        TryParse(text, out var platform)
            ? platform
            : throw new FormatException($"'{text}' is no platform: expected os/architecture, such as linux/amd64");

    /// <summary>Reads <c>os/architecture[/variant]</c>, or returns false.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Platform? platform)
    {
        platform = null;
        var parts = text?.ToLowerInvariant().Split('/') ?? [];
        if (parts.Length is not (2 or 3) || !parts.All(p => Part().IsMatch(p)))
        {
            return false;
        }

        var os = parts[0] == "macos" ? "darwin" : parts[0];
        var (architecture, variant) = Normalize(parts[1], parts.ElementAtOrDefault(2) ?? "");
        platform = new Platform(os, architecture, variant);
        return true;
    }

    /// <summary>The platform as <c>os/architecture[/variant]</c>.</summary>
    public override string ToString() => Variant.Length == 0 ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";

    private static (string Architecture, string Variant) Normalize(string architecture, string variant) => (architecture, variant) switch
    {
        ("i386" or "i486" or "i586" or "i686" or "x86", _) => ("386", ""),
        ("x86_64" or "x86-64" or "amd64", "v1") => ("amd64", ""),
        ("x86_64" or "x86-64" or "amd64", _) => ("amd64", variant),
        ("aarch64" or "arm64", "8" or "v8") => ("arm64", ""),
        ("aarch64" or "arm64", _) => ("arm64", variant),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        ("arm", "" or "7") => ("arm", "v7"),
        ("arm", "5" or "6" or "8") => ("arm", "v" + variant),
        _ => (architecture, variant),
    };

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
