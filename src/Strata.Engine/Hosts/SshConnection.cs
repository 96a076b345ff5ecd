using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Engine.Hosts;

/// <summary>One connection of the OpenSSH client that all commands share; its first session ends them all when we are gone.</summary>
internal sealed class SshConnection : IAsyncDisposable
{
    // Below sshd's usual MaxSessions of 10, with one for the lifeline.
    private const int Sessions = 8;
    private const string FolderName = "strata-ssh-";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(12);

    private readonly SshOptions _options;
    private readonly string _folder;
    private readonly SemaphoreSlim _sessions = new(Sessions);
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _kill = new();
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);
    private readonly List<string> _said = [];
    private readonly SshTarget _target;
    private Task<int> _master = Task.FromResult(0);
    private int _forwards;

    private SshConnection(SshTarget target, SshOptions options)
    {
        _target = target;
        _options = options;
        Name = target.ToString();
        // The client adds 17 characters while it binds, and a socket's path has 104 at most.
        var temporary = Path.GetTempPath().Length <= 48 ? Path.GetTempPath() : "/tmp";
        _folder = Path.Combine(temporary, $"{FolderName}{Environment.ProcessId}-{NewMark()[6..18]}");
        Sweep(temporary);
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What users call the host.</summary>
    internal string Name { get; }

    /// <summary>What the host says of itself.</summary>
    internal HostFacts Facts { get; private set; } = null!;

    private string Socket => Path.Combine(_folder, "s");

    /// <summary>Connects.</summary>
    /// <exception cref="StrataException">The host cannot be reached, is not the one that is known, or refuses us (exit code 4).</exception>
    internal static async Task<SshConnection> OpenAsync(SshTarget target, SshOptions options, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var connection = new SshConnection(target, options);
            try
            {
                await connection.StartAsync(cancellation).ConfigureAwait(false);
                return connection;
            }
            catch (SshRefusedException refused)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                if (refused.IsBusy && attempt < 5)
                {
                    // Another login of somebody's is just under way: sshd drops what comes above its MaxStartups.
                    await Task.Delay(TimeSpan.FromMilliseconds(250 << attempt), cancellation).ConfigureAwait(false);
                }
                else if (!refused.IsUnknownHost || !options.MayAsk || attempt > 1 || !await SshQuestion.AskAsync(target, options, cancellation).ConfigureAwait(false))
                {
                    throw new StrataException(ExitCode.Unreachable, await refused.ExplainAsync(target, options, cancellation).ConfigureAwait(false));
                }
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>A word that no output holds by chance.</summary>
    internal static string NewMark() => "strata" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>The words of the client for the host, with what we need over what the user's config says.</summary>
    internal static ImmutableArray<string> Words(SshTarget target, SshOptions options, params ImmutableArray<string> settings)
    {
        ImmutableArray<string> port = target.Port is { } number ? ["-p", number.ToString(CultureInfo.InvariantCulture)] : [];
        ImmutableArray<string> user = target.User is { } name ? ["-l", name] : [];
        return [.. options.Arguments, .. settings.SelectMany(s => new[] { "-o", s }), .. port, .. user, "-T", "--", target.Host];
    }

    /// <summary>A client that runs a word over this connection, and never over one of its own.</summary>
    internal Command Client(string word) => new(_options.Program,
        [.. Words(_target, _options, $"ControlPath={Socket}", "ControlMaster=no", "ProxyJump=none", "ProxyCommand=false", "BatchMode=yes", "LogLevel=ERROR", "RemoteCommand=none", "SessionType=default", "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes"), word]);

    /// <summary>Runs a command, when one of the few sessions is free.</summary>
    internal async Task<int> RunAsync(Command command, Action<OutputLine>? listener, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await _sessions.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await RetryAsync(command, listener, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _sessions.Release();
        }
    }

    /// <summary>Ends a command with its process group; returns when it is gone, or cannot be reached.</summary>
    internal async Task EndAsync(Command command, string job)
    {
        try
        {
            // Not one of the counted sessions: those may all be taken by what has to end.
            await new SshCommand(this, new Command("/bin/sh", "-c", SshScript.OfEnd(command, job)), null).RunAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (StrataException)
        {
            // The connection is lost: then its other end ends the command.
        }
    }

    /// <summary>A socket of this machine that leads to one of the host.</summary>
    /// <exception cref="StrataException">The connection is lost or sshd forwards nothing (exit code 4).</exception>
    internal async Task<string> ForwardAsync(string path, CancellationToken cancellation)
    {
        var local = Path.Combine(_folder, $"f{Interlocked.Increment(ref _forwards)}");
        var words = Words(_target, _options, $"ControlPath={Socket}", "StreamLocalBindMask=0177", "BatchMode=yes", "LogLevel=ERROR");
        var output = await new LocalHost().CaptureAsync(new Command(_options.Program, ["-O", "forward", "-L", $"{local}:{path}", .. words]), cancellation).ConfigureAwait(false);
        return output.ExitCode == 0 && File.Exists(local) ? local : throw new StrataException(ExitCode.Unreachable, new Problem(
            Name, $"its socket '{path}' cannot be forwarded", "set 'AllowStreamLocalForwarding yes' in its sshd_config", output.LastLines(2)));
    }

    /// <summary>The error of a command whose connection was lost.</summary>
    internal StrataException Lost(Command command, string? said)
    {
        lock (_said)
        {
            said ??= _said.LastOrDefault();
        }
        return new(ExitCode.Unreachable, new Problem(
            Name, $"the connection was lost at '{CommandLine.Render(command with { Arguments = [.. command.Arguments.Take(2)] }).Split('\n')[0]}'",
            "what ran there is ended; call again", said));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _closing.TrySetResult();
        if (_ready.Task.IsCompleted)
        {
            await Task.WhenAny(_master, Task.Delay(ClosePatience)).ConfigureAwait(false);
        }
        await _kill.CancelAsync().ConfigureAwait(false);
        await ((Task)_master).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
        _kill.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var mark = NewMark();
        var isOurs = false;
        var words = Words(
            _target, _options, "BatchMode=yes", "StrictHostKeyChecking=yes", "ControlMaster=yes", $"ControlPath={Socket}", "ControlPersist=no", "ForkAfterAuthentication=no",
            "ServerAliveInterval=15", "ServerAliveCountMax=3", "ConnectTimeout=15", "LogLevel=ERROR", "RequestTTY=no", "RemoteCommand=none", "SessionType=default", "StdinNull=no",
            "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes", "PermitLocalCommand=no");
        var master = new Command(_options.Program, [.. words, SshScript.Login])
        {
            GracePeriod = TimeSpan.FromSeconds(1),
            Environment = ImmutableDictionary<string, string?>.Empty.Add("LC_ALL", "C"),
            WriteInput = (stream, token) => BeatAsync(stream, SshScript.Sent(SshScript.OfLifeline(mark, _options.State, mark), mark), token),
        };
        _master = LocalProcess.RunAsync(master, Listen, _kill.Token);
        await Task.WhenAny(_master, _ready.Task).WaitAsync(cancellation).ConfigureAwait(false);
        if (!_ready.Task.IsCompleted)
        {
            var code = await _master.ConfigureAwait(false);
            lock (_said)
            {
                throw new SshRefusedException(code, [.. _said]);
            }
        }
        Facts = new HostFacts(
            _facts["home"], _facts["state"], _facts["run"], _facts["system"], _facts["machine"], int.Parse(_facts["user"], CultureInfo.InvariantCulture),
            long.TryParse(_facts["free"], out var free) ? free * 1024 : null);

        void Listen(OutputLine line)
        {
            if (line.IsError)
            {
                lock (_said)
                {
                    _said.Add(line.Text);
                }
            }
            else if (!isOurs)
            {
                isOurs = line.Text.EndsWith(mark, StringComparison.Ordinal);
            }
            else if (line.Text == "ready")
            {
                _ready.TrySetResult(true);
            }
            else if (line.Text.Split(' ', 2) is [var name, var value])
            {
                _facts[name] = value;
            }
        }
    }

    /// <summary>Takes away what calls have left that were killed.</summary>
    private static void Sweep(string temporary)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        foreach (var folder in Directory.EnumerateDirectories(temporary, FolderName + "*"))
        {
            var owner = Path.GetFileName(folder)[FolderName.Length..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ProcessEntry.Find(id) is null)
            {
                try
                {
                    Directory.Delete(folder, recursive: true);
                }
                catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
                {
                    // Another user's, or gone meanwhile.
                }
            }
        }
    }

    private async Task BeatAsync(Stream stream, string script, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(script), cancellation).ConfigureAwait(false);
        do
        {
            await stream.FlushAsync(cancellation).ConfigureAwait(false);
            await Task.WhenAny(_closing.Task, Task.Delay(Heartbeat, cancellation)).ConfigureAwait(false);
            await stream.WriteAsync("\n"u8.ToArray(), cancellation).ConfigureAwait(false);
        }
        while (!_closing.Task.IsCompleted);
    }

    private async Task<int> RetryAsync(Command command, Action<OutputLine>? listener, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var one = new SshCommand(this, command, listener);
            try
            {
                return await one.RunAsync(cancellation).ConfigureAwait(false);
            }
            catch (StrataException) when (!one.HasBegun && !_master.IsCompleted && attempt < 20)
            {
                // sshd allows fewer sessions than we take it for; nothing of the command has run.
                await Task.Delay(100, cancellation).ConfigureAwait(false);
            }
        }
    }
}
