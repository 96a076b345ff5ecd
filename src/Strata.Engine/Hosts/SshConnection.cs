using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Engine.Hosts;

/// <summary>One connection that all commands share, over any transport; its first session ends them all when we are gone.</summary>
internal sealed class SshConnection : IAsyncDisposable
{
    // Below sshd's usual MaxSessions of 10, with one for the lifeline.
    internal const int Sessions = 8;

    // Two minutes, as the other end waits for ours; by then a transport that asks its peer itself has found out long ago.
    private const int MostUnanswered = 12;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(12);

    private readonly SshOptions _options;
    private readonly SemaphoreSlim _sessions = new(Sessions);
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _kill = new();
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);
    private readonly List<string> _said = [];
    private int _unanswered;
    private Task<int> _first = Task.FromResult(0);

    private SshConnection(SshTarget target, SshOptions options)
    {
        _options = options;
        Name = target.ToString();
        Transport = options.Transport?.Invoke(target, options) ?? new OpenSshTransport(target, options);
    }

    /// <summary>What users call the host.</summary>
    internal string Name { get; }

    /// <summary>What the host says of itself.</summary>
    internal HostFacts Facts { get; private set; } = null!;

    /// <summary>What carries the sessions.</summary>
    internal ISshTransport Transport { get; }

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
                else if (!options.MayAsk || attempt > 1 || refused.AskAsync is null || !await refused.AskAsync(cancellation).ConfigureAwait(false))
                {
                    throw new StrataException(ExitCode.Unreachable, refused.Problem);
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

    /// <summary>The error of a command whose connection was lost.</summary>
    internal StrataException Lost(Command command, string? said)
    {
        said ??= Said().LastOrDefault();
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
            await Task.WhenAny(_first, Task.Delay(ClosePatience)).ConfigureAwait(false);
        }
        await _kill.CancelAsync().ConfigureAwait(false);
        await ((Task)_first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Transport.DisposeAsync().ConfigureAwait(false);
        _kill.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        var mark = NewMark();
        var isOurs = false;
        _first = Transport.ConnectAsync(
            new SshSession { OnLine = Listen, WriteInput = (stream, token) => BeatAsync(stream, SshScript.Sent(SshScript.OfLifeline(mark, _options.State, mark), mark), token) },
            _kill.Token);
        await Task.WhenAny(_first, _ready.Task).WaitAsync(cancellation).ConfigureAwait(false);
        if (!_ready.Task.IsCompleted)
        {
            var code = await _first.ConfigureAwait(false);
            throw await Transport.ExplainAsync(code, Said(), cancellation).ConfigureAwait(false);
        }
        Facts = new HostFacts(
            _facts["home"], _facts["state"], _facts["run"], _facts["identity"], _facts["system"], _facts["machine"], int.Parse(_facts["user"], CultureInfo.InvariantCulture),
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
            else if (line.Text == "beat")
            {
                Interlocked.Exchange(ref _unanswered, 0);
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

    private ImmutableArray<string> Said()
    {
        lock (_said)
        {
            return [.. _said];
        }
    }

    private async Task BeatAsync(Stream stream, string script, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(script), cancellation).ConfigureAwait(false);
        do
        {
            await stream.FlushAsync(cancellation).ConfigureAwait(false);
            await Task.WhenAny(_closing.Task, Task.Delay(Heartbeat, cancellation)).ConfigureAwait(false);
            if (Interlocked.Increment(ref _unanswered) > MostUnanswered)
            {
                await _kill.CancelAsync().ConfigureAwait(false);
            }
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
            catch (StrataException) when (!one.HasBegun && !_first.IsCompleted && attempt < 20)
            {
                // sshd allows fewer sessions than we take it for; nothing of the command has run.
                await Task.Delay(100, cancellation).ConfigureAwait(false);
            }
        }
    }
}
