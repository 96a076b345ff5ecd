using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Engine.Hosts;

/// <summary>A line of known_hosts: a key, and the hosts that it is about.</summary>
internal sealed class KnownHostLine
{
    private const string HashMagic = "|1|";

    private readonly ImmutableArray<string> _patterns;
    private readonly byte[]? _salt;
    private readonly byte[]? _hash;

    private KnownHostLine(KnownHostMark mark, string hosts, string type, byte[] key)
    {
        (Mark, Type, Key) = (mark, type, key);
        if (hosts.StartsWith(HashMagic, StringComparison.Ordinal))
        {
            var parts = hosts[HashMagic.Length..].Split('|');
            (_salt, _hash) = parts.Length == 2 && Decode(parts[0]) is { } salt && Decode(parts[1]) is { } hash ? (salt, hash) : ([], []);
        }
        _patterns = [.. hosts.ToLowerInvariant().Split(',')];
    }

    /// <summary>What the key is.</summary>
    internal KnownHostMark Mark { get; }

    /// <summary>The key's type: <c>ssh-ed25519</c>.</summary>
    internal string Type { get; }

    /// <summary>The public key as it goes over the wire.</summary>
    internal ReadOnlyMemory<byte> Key { get; }

    /// <summary>Reads a line; null for a comment, and for what ssh passes over too.</summary>
    internal static KnownHostLine? Parse(string line)
    {
        var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0].StartsWith('#'))
        {
            return null;
        }
        var isMarked = words[0].StartsWith('@');
        KnownHostMark? mark = !isMarked ? KnownHostMark.None : words[0] switch
        {
            "@revoked" => KnownHostMark.Revoked,
            "@cert-authority" => KnownHostMark.Authority,
            _ => null,
        };
        return mark is { } found && words.Length >= (isMarked ? 4 : 3) && words[(isMarked ? 1 : 0)..] is [var hosts, var type, var base64, ..]
            && Decode(base64) is { } key && TypeOf(key) == type
            ? new KnownHostLine(found, hosts, type, key)
            : null;
    }

    /// <summary>The type that stands in a key itself; null when it is none.</summary>
    internal static string? TypeOf(ReadOnlySpan<byte> key)
    {
        if (key.Length < 4)
        {
            return null;
        }
        var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(key);
        return length <= key.Length - 4 ? Encoding.ASCII.GetString(key.Slice(4, (int)length)) : null;
    }

    /// <summary>Whether it is about a host.</summary>
    /// <param name="name">In lower case: <c>host</c> or <c>[host]:port</c>.</param>
    internal bool IsAbout(string name) => _salt is null
        ? SshPattern.MatchesAny(_patterns, name)
        // The format says HMAC-SHA1; the hash hides names from readers of the file, and guards nothing.
        : _hash!.AsSpan().SequenceEqual(HMACSHA1.HashData(_salt, Encoding.UTF8.GetBytes(name)));

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
