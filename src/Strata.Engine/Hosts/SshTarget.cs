using System.Buffers;
using System.Globalization;

namespace Strata.Engine.Hosts;

/// <summary>A machine as users name it for ssh: a host or an alias of their ssh config, with user and port where these are said.</summary>
/// <param name="User">The login name; null for what the ssh config says.</param>
/// <param name="Host">A name, an address or an alias; an IPv6 address without brackets.</param>
/// <param name="Port">1-65535; null for what the ssh config says.</param>
public sealed record SshTarget(string? User, string Host, int? Port)
{
    private const string Scheme = "ssh://";

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:%");

    // What ssh itself refuses in a name, since a ProxyCommand may hand it to a shell.
    private static readonly SearchValues<char> NoUserCharacters = SearchValues.Create("'`\"$\\;&<>|(){}*?[]!# \t\r\n/:");

    /// <summary>What the ssh client takes as its destination: it knows a port behind the name only in an address with a scheme.</summary>
    public string Destination => Port is null ? (User is null ? Host : $"{User}@{Host}") : Scheme + this;

    /// <summary>Reads <c>host</c>, <c>user@host</c>, <c>user@host:port</c>, <c>user@[::1]:port</c> and the same behind <c>ssh://</c>.</summary>
    /// <exception cref="StrataException">It is none of these (exit code 2).</exception>
    public static SshTarget Parse(string text)
    {
        var rest = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].TrimEnd('/') : text;
        var at = rest.LastIndexOf('@');
        var user = at < 0 ? null : rest[..at];
        if (user is not null && (user.Length == 0 || user[0] == '-' || user.AsSpan().ContainsAny(NoUserCharacters)))
        {
            throw Wrong(text, user.Length == 0 ? "there is no user before the '@'" : $"'{user}' is no user name");
        }
        var (host, port) = SplitPort(text, rest[(at + 1)..]);
        if (host.Length == 0)
        {
            throw Wrong(text, "there is no host");
        }
        if (host[0] == '-' || host.AsSpan().ContainsAnyExcept(HostCharacters))
        {
            throw Wrong(text, $"'{host}' is no host name");
        }
        return new SshTarget(user, host, port is null ? null : Number(text, port));
    }

    /// <summary>What <see cref="Parse"/> reads back.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return $"{(User is null ? "" : User + "@")}{host}{(Port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}"))}";
    }

    private static (string Host, string? Port) SplitPort(string text, string place)
    {
        if (place.StartsWith('['))
        {
            var end = place.IndexOf(']', StringComparison.Ordinal);
            var behind = end < 0 ? "" : place[(end + 1)..];
            return end >= 0 && (behind.Length == 0 || behind[0] == ':')
                ? (place[1..end], behind.Length == 0 ? null : behind[1..])
                : throw Wrong(text, "the address in '[' has no matching ']'");
        }
        var colon = place.IndexOf(':', StringComparison.Ordinal);
        // Two colons and no brackets: an IPv6 address.
        return colon < 0 || colon != place.LastIndexOf(':') ? (place, null) : (place[..colon], place[(colon + 1)..]);
    }

    private static int Number(string text, string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? number
            : throw Wrong(text, $"'{port}' is no port");

    private static StrataException Wrong(string text, string what) =>
        new(ExitCode.WrongDefinition, new Problem($"build host '{text}'", what, "write user@host:port, or a name of your ssh config"));
}
