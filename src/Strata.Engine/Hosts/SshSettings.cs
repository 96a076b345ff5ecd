using System.Collections.Immutable;
using System.Globalization;

namespace Strata.Engine.Hosts;

/// <summary>What the user's ssh config says of a host, of what we need when the OpenSSH client does not connect for us.</summary>
public sealed record SshSettings
{
    /// <summary>The machine's name or address.</summary>
    public required string HostName { get; init; }

    /// <summary>1-65535.</summary>
    public int Port { get; init; } = 22;

    /// <summary>The login name.</summary>
    public required string User { get; init; }

    /// <summary>The name that stands for the host in known_hosts; null for its own with its port.</summary>
    public string? HostKeyAlias { get; init; }

    /// <summary>Files of private keys, in the order in which they are tried; absolute.</summary>
    public ImmutableArray<string> IdentityFiles { get; init; } = [];

    /// <summary>Of an agent's keys only those are used that <see cref="IdentityFiles"/> names too.</summary>
    public bool IdentitiesOnly { get; init; }

    /// <summary>The agent's socket; null when there is none.</summary>
    public string? Agent { get; init; }

    /// <summary>Machines to go through, the first one first, as they are written.</summary>
    public ImmutableArray<string> Jumps { get; init; } = [];

    /// <summary>A command to connect with; null for none.</summary>
    public string? ProxyCommand { get; init; }

    /// <summary>The known_hosts files, the user's first; the first one is where a new key is written.</summary>
    public ImmutableArray<string> KnownHostsFiles { get; init; } = [];

    /// <summary>The host's name in known_hosts.</summary>
    public string KnownName => HostKeyAlias ?? KnownHosts.NameOf(HostName, Port);

    /// <summary>What leads to the host, in words for users; null when nothing is in between.</summary>
    internal string? Way => !Jumps.IsEmpty ? $"ProxyJump '{string.Join(',', Jumps)}'" : ProxyCommand is null ? null : "ProxyCommand";

    /// <summary>The settings, from the client where there is one, else from the user's ssh config by our own reader.</summary>
    /// <exception cref="StrataException">The config cannot be read (exit code 2).</exception>
    public static async Task<SshSettings> FindAsync(SshTarget target, SshOptions options, CancellationToken cancellation) =>
        ProgramPath.Find(options.Program, Environment.CurrentDirectory, Environment.GetEnvironmentVariable("PATH")) is null
            ? Of(target, SshConfig.Read(SshConfig.Files(options), target), Environment.GetEnvironmentVariable)
            : await OfClientAsync(target, options, cancellation).ConfigureAwait(false);

    /// <summary>The settings that the OpenSSH client goes by.</summary>
    internal static async Task<SshSettings> OfClientAsync(SshTarget target, SshOptions options, CancellationToken cancellation)
    {
        var output = await new LocalHost().CaptureAsync(new Command(options.Program, ["-G", .. OpenSshTransport.Words(target, options)]), cancellation).ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw new StrataException(ExitCode.WrongDefinition, new Problem(target.ToString(), "its ssh config cannot be read", null, output.LastLines(3)));
        }
        var pairs = output.Lines.Where(l => !l.IsError).Select(l => l.Text.Split(' ', 2)).Where(p => p.Length == 2);
        return Of(target, pairs.ToLookup(p => p[0], p => p[1], StringComparer.Ordinal), Environment.GetEnvironmentVariable);
    }

    /// <summary>The user's home.</summary>
    internal static string Home(Func<string, string?> environment) =>
        environment("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The settings in values by their names in lower case.</summary>
    internal static SshSettings Of(SshTarget target, ILookup<string, string> values, Func<string, string?> environment)
    {
        var home = Home(environment);
        var user = target.User ?? First("user") ?? Environment.UserName;
        var port = target.Port ?? (int.TryParse(First("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 22);
        var host = (First("hostname") ?? target.Host).Replace("%h", target.Host, StringComparison.Ordinal).ToLowerInvariant();
        return new SshSettings
        {
            HostName = host,
            Port = port,
            User = user,
            HostKeyAlias = First("hostkeyalias"),
            IdentityFiles = [.. values["identityfile"].Where(f => f != "none").Select(Expand).Distinct()],
            IdentitiesOnly = First("identitiesonly") == "yes",
            Agent = First("identityagent") switch
            {
                null or "SSH_AUTH_SOCK" => environment("SSH_AUTH_SOCK") is { Length: > 0 } socket ? socket : null,
                "none" => null,
                ['$', .. var variable] => environment(variable.Trim('{', '}')),
                var path => Expand(path),
            },
            Jumps = First("proxyjump") is { } jumps and not "none" ? [.. jumps.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : [],
            ProxyCommand = First("proxycommand") is { } command and not "none" ? command : null,
            KnownHostsFiles = [.. Files("userknownhostsfile"), .. Files("globalknownhostsfile")],
        };

        string? First(string name) => values[name].FirstOrDefault();

        IEnumerable<string> Files(string name) => (First(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(f => f != "none").Select(Expand);

        string Expand(string path)
        {
            var text = path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;
            var parts = text.Split("%%").Select(p => p
                .Replace("%d", home, StringComparison.Ordinal).Replace("%h", host, StringComparison.Ordinal).Replace("%n", target.Host, StringComparison.Ordinal)
                .Replace("%p", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("%r", user, StringComparison.Ordinal).Replace("%u", Environment.UserName, StringComparison.Ordinal));
            return string.Join('%', parts);
        }
    }
}
