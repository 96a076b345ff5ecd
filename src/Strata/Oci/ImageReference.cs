using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Strata.Oci;

/// <summary>The name of an image, normalised as Docker does: <c>python:3.12</c> is <c>docker.io/library/python:3.12</c>.</summary>
/// <param name="Domain">The registry's host, with a port if it has one, such as <c>docker.io</c>.</param>
/// <param name="Path">The repository in the registry, such as <c>library/python</c>.</param>
/// <param name="Tag">The tag; null when there is none.</param>
/// <param name="Digest">The digest; null when there is none.</param>
public sealed partial record ImageReference(string Domain, string Path, string? Tag = null, Digest? Digest = null)
{
    /// <summary>The registry that names without a domain belong to.</summary>
    public const string DefaultDomain = "docker.io";

    private const string OfficialPrefix = "library/";
    private const int LongestName = 255;

    /// <summary>The repository with its registry, such as <c>docker.io/library/python</c>.</summary>
    public string Repository => $"{Domain}/{Path}";

    /// <summary>The repository's last part, such as <c>python</c>.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The repository as people write it: without <c>docker.io/</c> and <c>library/</c>.</summary>
    public string FamiliarRepository
    {
        get
        {
            if (Domain != DefaultDomain)
            {
                return Repository;
            }

            return Path.StartsWith(OfficialPrefix, StringComparison.Ordinal) && Path.IndexOf('/', OfficialPrefix.Length) < 0
                ? Path[OfficialPrefix.Length..]
                : Path;
        }
    }

    /// <summary>The reference as people write it, such as <c>python:3.12</c>.</summary>
    public string Familiar => FamiliarRepository + Suffix;

    /// <summary>The name under which BuildKit looks up a named context: the familiar form, <c>:latest</c> at its end dropped.</summary>
    public string ContextKey => Digest is null && Tag == "latest" ? FamiliarRepository : Familiar;

    private string Suffix => (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <summary>Reads and normalises a reference.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static ImageReference Parse(string text) =>
        Read(text, out var reference) is { } error ? throw new FormatException(error) : reference!;

    /// <summary>Reads and normalises a reference, or returns false.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference) => Read(text, out reference) is null;

    /// <summary>Says why a text is no reference; null when it is one.</summary>
    public static string? WhyInvalid(string? text) => Read(text, out _);

    /// <summary>The whole reference, such as <c>docker.io/library/python:3.12</c>.</summary>
    public override string ToString() => Repository + Suffix;

    private static string? Read(string? text, out ImageReference? reference)
    {
        reference = null;
        if (string.IsNullOrEmpty(text))
        {
            return "an image reference must not be empty";
        }

        var rest = text;
        Digest? digest = null;
        if (rest.IndexOf('@') is >= 0 and var at)
        {
            if (!Digest.TryParse(rest[(at + 1)..], out digest))
            {
                return $"'{text}' has no valid digest behind '@': expected sha256: and 64 lower-case hexadecimal digits";
            }

            rest = rest[..at];
        }

        string? tag = null;
        if (rest.LastIndexOf(':') is >= 0 and var colon && colon > rest.LastIndexOf('/'))
        {
            tag = rest[(colon + 1)..];
            rest = rest[..colon];
            if (!TagPattern().IsMatch(tag))
            {
                return $"'{text}' has no valid tag behind ':': expected 1 to 128 letters, digits, '_', '.' or '-'";
            }
        }

        return ReadName(text, rest, out var domain, out var path) is { } error
            ? error
            : Accept(new ImageReference(domain, path, tag, digest), out reference);
    }

    private static string? ReadName(string text, string name, out string domain, out string path)
    {
        (domain, path) = SplitDomain(name);
        if (BareDigest().IsMatch(name))
        {
            return $"'{text}' is the 64 digits of an image id, not a name";
        }

        if (path.Any(char.IsAsciiLetterUpper))
        {
            return $"'{text}' is no image reference: a repository is written in lower case";
        }

        if (!path.Split('/').All(p => PathComponent().IsMatch(p)))
        {
            return $"'{text}' is no image reference: each part of a repository is lower-case letters and digits, with single '.', '_' or '-' between them";
        }

        if (domain != DefaultDomain && !DomainPattern().IsMatch(domain))
        {
            return $"'{text}' is no image reference: '{domain}' is no registry host";
        }

        return domain.Length + 1 + path.Length > LongestName ? $"'{text}' is too long: a repository has at most {LongestName} characters" : null;
    }

    // The part before the first '/' is a host only when it cannot be a Docker Hub user: it has a '.', ':' or capital, or is localhost.
    private static (string Domain, string Path) SplitDomain(string name)
    {
        var (domain, path) = (DefaultDomain, name);
        var slash = name.IndexOf('/');
        if (slash >= 0)
        {
            var first = name[..slash];
            if (first == "localhost" || first.AsSpan().ContainsAny('.', ':') || first.Any(char.IsUpper))
            {
                (domain, path) = (first, name[(slash + 1)..]);
            }
        }

        domain = domain == "index.docker.io" ? DefaultDomain : domain;
        return (domain, domain == DefaultDomain && !path.Contains('/') ? OfficialPrefix + path : path);
    }

    private static string? Accept(ImageReference value, out ImageReference reference)
    {
        reference = value;
        return null;
    }

    [GeneratedRegex(@"^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PathComponent();

    [GeneratedRegex(
        @"^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DomainPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"^[a-f0-9]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex BareDigest();
}
