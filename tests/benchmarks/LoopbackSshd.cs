using System.Diagnostics;
using Strata.Engine.Hosts;

namespace Strata.Benchmarks;

/// <summary>A real sshd on a loopback port, and rsync; from Debian's packages, unpacked into a folder. Needs root.</summary>
internal sealed class LoopbackSshd : IAsyncDisposable
{
    private const string Script = """
        set -e
        cd "$1"
        apt-get -qq download openssh-server rsync libpopt0 libwrap0 || { apt-get -qq update && apt-get -qq download openssh-server rsync libpopt0 libwrap0; }
        for deb in *.deb; do dpkg -x "$deb" root; done
        ssh-keygen -q -t ed25519 -N '' -f host_key && ssh-keygen -q -t ed25519 -N '' -f client_key && cp client_key.pub authorized_keys
        mkdir -p home
        lib=$(dirname "$(find "$1/root" -name 'libwrap.so.0')")
        printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s/root/usr/bin/rsync "$@"\n' "$lib" "$1" >rsync && chmod +x rsync
        printf 'root:x:0:0:root:/root:/bin/sh\nbuilder:x:0:0:builder:%s/home:/bin/sh\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n' "$1" >passwd
        printf 'ListenAddress 127.0.0.1:%s\nHostKey %s/host_key\nAuthorizedKeysFile %s/authorized_keys\nPidFile none\nStrictModes no\nUsePAM no\n' "$2" "$1" "$1" >sshd_config
        """;

    private const string Server = """
        mount --bind "$1/passwd" /etc/passwd && mkdir -p /run/sshd || exit 1
        if [ -e "$1/root/usr/lib/openssh/sshd-session" ]; then mount --bind "$1/root/usr/lib/openssh" /usr/lib/openssh || exit 1; fi
        LD_LIBRARY_PATH=$(dirname "$(find "$1/root" -name 'libwrap.so.0')") exec "$1/root/usr/sbin/sshd" -D -e -f "$1/sshd_config"
        """;

    private readonly string _folder;
    private readonly Process _process;
    private readonly ByteRelay _relay;

    private LoopbackSshd(string folder, Process process, ByteRelay relay) => (_folder, _process, _relay) = (folder, process, relay);

    /// <summary>The rsync program, for both ends.</summary>
    public string Rsync => Path.Combine(_folder, "rsync");

    /// <summary>The user's home on the host.</summary>
    public string Home => Path.Combine(_folder, "home");

    /// <summary>Bytes that went through the counted door, both ways.</summary>
    public long CountedBytes => _relay.Bytes;

    public static async Task<LoopbackSshd> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var port = LoopbackPort.Find();
        await new LocalHost().RequireAsync(new Command("sh", "-c", Script, "sh", folder, port.ToString()), default);
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Server, "sh", folder]) { RedirectStandardError = true };
        var process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("Server listening", StringComparison.Ordinal))
        {
        }

        _ = process.StandardError.ReadToEndAsync();
        var relay = new ByteRelay(port);
        var key = await File.ReadAllTextAsync(Path.Combine(folder, "host_key.pub"));
        await File.WriteAllTextAsync(Path.Combine(folder, "known_hosts"), $"[127.0.0.1]:{port} {key}[127.0.0.1]:{relay.Port} {key}");
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), string.Concat(new[] { ("direct", port), ("counted", relay.Port) }.Select(h => $"""
            Host {h.Item1}
              HostName 127.0.0.1
              Port {h.Item2}
              User builder
              IdentityFile {folder}/client_key
              IdentitiesOnly yes
              UserKnownHostsFile {folder}/known_hosts
              GlobalKnownHostsFile /dev/null

            """)));
        return new LoopbackSshd(folder, process, relay);
    }

    /// <summary>Our own connection.</summary>
    public Task<SshHost> ConnectAsync(string door) =>
        SshHost.ConnectAsync(SshTarget.Parse(door), new SshOptions { Arguments = ["-F", Path.Combine(_folder, "config")] }, default);

    /// <summary>The ssh command for rsync: one connection for all calls, as ours, and open before the first.</summary>
    public async Task<string> MasterAsync(string door)
    {
        string[] words = ["ssh", "-F", $"{_folder}/config", "-o", "ControlMaster=auto", "-o", $"ControlPath={_folder}/{door}", "-o", "ControlPersist=600"];
        await new LocalHost().RequireAsync(new Command(words[0], [.. words[1..], door, "true"]), default);
        return string.Join(' ', words);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var door in new[] { "direct", "counted" })
        {
            await new LocalHost().CaptureAsync(new Command("ssh", "-F", $"{_folder}/config", "-o", $"ControlPath={_folder}/{door}", "-O", "exit", door), default);
        }

        _relay.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
