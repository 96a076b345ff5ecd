using System.Diagnostics;
using Strata.Engine.Hosts;

namespace Strata.Benchmarks;

/// <summary>A real registry, Debian's docker-registry, behind a port that counts bytes.</summary>
internal sealed class LoopbackRegistry : IAsyncDisposable
{
    private const string Script = """
        set -e
        cd "$1"
        apt-get -qq download docker-registry || { apt-get -qq update && apt-get -qq download docker-registry; }
        dpkg -x docker-registry_*.deb root
        printf 'version: 0.1\nstorage: { filesystem: { rootdirectory: %s/data }, delete: { enabled: true } }\nhttp: { addr: "127.0.0.1:%s" }\n' "$1" "$2" >config.yml
        """;

    private readonly Process _process;
    private readonly ByteRelay _relay;

    private LoopbackRegistry(Process process, ByteRelay relay) => (_process, _relay) = (process, relay);

    /// <summary>Host and port that count.</summary>
    public string Address => $"127.0.0.1:{_relay.Port}";

    /// <summary>Bytes that went to the registry and came back.</summary>
    public long Bytes => _relay.Bytes;

    public static async Task<LoopbackRegistry> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var port = LoopbackPort.Find();
        await new LocalHost().RequireAsync(new Command("sh", "-c", Script, "sh", folder, port.ToString()), default);
        var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "root/usr/bin/docker-registry"), ["serve", Path.Combine(folder, "config.yml")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("listening on", StringComparison.Ordinal))
        {
        }

        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        return new LoopbackRegistry(process, new ByteRelay(port));
    }

    public async ValueTask DisposeAsync()
    {
        _relay.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
