using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Strata.Oci;

/// <summary>An OCI content hash: <c>sha256:</c> or <c>sha512:</c> and lower-case hexadecimal digits.</summary>
public sealed record Digest
{
    private Digest(string algorithm, string hex)
    {
        Algorithm = algorithm;
        Hex = hex;
    }

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>64 or 128 lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>The sha256 digest of some content.</summary>
    public static Digest Of(ReadOnlySpan<byte> content) => new("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Whether content has this digest.</summary>
    public bool Matches(ReadOnlySpan<byte> content) =>
        Hex == Convert.ToHexStringLower(Algorithm == "sha512" ? SHA512.HashData(content) : SHA256.HashData(content));

    /// <summary>Reads a digest.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static Digest Parse(string text) =>
        Read(text, out var digest) is { } error ? throw new FormatException(error) : digest!;

    /// <summary>Reads a digest, or returns false.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Digest? digest) => Read(text, out digest) is null;

    /// <summary>The digest as <c>algorithm:hex</c>.</summary>
    public override string ToString() => $"{Algorithm}:{Hex}";

    private static string? Read(string? text, out Digest? digest)
    {
        digest = null;
        var colon = text?.IndexOf(':') ?? -1;
        if (text is null || colon < 0)
        {
            return $"'{text}' is no digest: expected 'sha256:' and 64 hexadecimal digits";
        }

        var algorithm = text[..colon];
        var length = algorithm switch { "sha256" => 64, "sha512" => 128, _ => 0 };
        if (length == 0)
        {
            return $"digest algorithm '{algorithm}' is not known: expected sha256 or sha512";
        }

        var hex = text[(colon + 1)..];
        if (hex.Length != length || !hex.All(char.IsAsciiHexDigitLower))
        {
            return $"'{hex}' is no {algorithm} digest: expected {length} lower-case hexadecimal digits";
        }

        digest = new Digest(algorithm, hex);
        return null;
    }
}
