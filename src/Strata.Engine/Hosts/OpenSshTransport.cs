using System.Collections.Immutable;
using System.Globalization;

namespace Strata.Engine.Hosts;

/// <summary>The system's OpenSSH client: the first session's process is the master, whose socket all others go through.</summary>
internal sealed class OpenSshTransport : ISshTransport
{
    /// <summary>
    /// Lets clients from before 8.7 pass over those of our settings that they do not know. Of several such lists only the first counts, so it has to have what
    /// the user's config lets pass, too.
    /// </summary>
    internal const string LetPass = "IgnoreUnknown=*";

    private readonly SshTarget _target;
    private readonly SshOptions _options;
    private readonly SshFolder _folder;
    private int _forwards;

    /// <summary>Makes the transport of one connection.</summary>
    /// <exception cref="StrataException">This system's client cannot share a connection (exit code 4).</exception>
    internal OpenSshTransport(SshTarget target, SshOptions options)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(target.ToString(), "the ssh client of Windows cannot share a connection", "call from WSL, or with '--ssh sshnet'"));
        }
        (_target, _options, _folder) = (target, options, new SshFolder());
    }

    private string Socket => Path.Combine(_folder.Path, "s");

    /// <summary>The words of the client for the host, with what we need over what the user's config says.</summary>
    internal static ImmutableArray<string> Words(SshTarget target, SshOptions options, params ImmutableArray<string> settings)
    {
        ImmutableArray<string> port = target.Port is { } number ? ["-p", number.ToString(CultureInfo.InvariantCulture)] : [];
        ImmutableArray<string> user = target.User is { } name ? ["-l", name] : [];
        return [.. options.Arguments, .. settings.SelectMany(s => new[] { "-o", s }), .. port, .. user, "-T", "--", target.Host];
    }

    /// <inheritdoc/>
    public Task<int> ConnectAsync(SshSession first, CancellationToken cancellation)
    {
        var words = Words(
            _target, _options, LetPass, "BatchMode=yes", "StrictHostKeyChecking=yes", "ControlMaster=yes", $"ControlPath={Socket}", "ControlPersist=no", "ForkAfterAuthentication=no",
            "ServerAliveInterval=15", "ServerAliveCountMax=3", "ConnectTimeout=15", "LogLevel=ERROR", "RequestTTY=no", "RemoteCommand=none", "SessionType=default", "StdinNull=no",
            "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes", "PermitLocalCommand=no");
        var master = first.AsCommand(_options.Program, [.. words, SshSession.Line]) with { Environment = ImmutableDictionary<string, string?>.Empty.Add("LC_ALL", "C") };
        return LocalProcess.RunAsync(master, first.OnLine, cancellation);
    }

    /// <inheritdoc/>
    public async Task<SshRefusedException> ExplainAsync(int exitCode, ImmutableArray<string> said, CancellationToken cancellation)
    {
        var settings = await SshSettings.OfClientAsync(_target, _options, cancellation).ConfigureAwait(false);
        return new OpenSshRefusal(exitCode, said).Explain(_target, settings, token => OpenSshQuestion.AskAsync(_target, _options, token));
    }

    /// <inheritdoc/>
    public Task<int> RunAsync(SshSession session, CancellationToken cancellation)
    {
        // Over this connection, and never over one of its own.
        var words = Words(
            _target, _options, LetPass, $"ControlPath={Socket}", "ControlMaster=no", "ProxyJump=none", "ProxyCommand=false", "BatchMode=yes", "LogLevel=ERROR", "RemoteCommand=none",
            "SessionType=default", "StdinNull=no", "ForkAfterAuthentication=no", "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes");
        return LocalProcess.RunAsync(session.AsCommand(_options.Program, [.. words, SshSession.Line]), session.OnLine, cancellation);
    }

    /// <inheritdoc/>
    public async Task<string?> ForwardAsync(string destination, CancellationToken cancellation)
    {
        var local = Path.Combine(_folder.Path, $"f{Interlocked.Increment(ref _forwards)}");

        // By no config: the client asks for all forwardings that one has besides ours, and each that fails is a failure of all.
        var words = Words(_target, new SshOptions(), $"ControlPath={Socket}", "StreamLocalBindMask=0177", "BatchMode=yes", "LogLevel=ERROR");
        var output = await new LocalHost().CaptureAsync(
            new Command(_options.Program, ["-F", "none", "-O", "forward", "-L", $"{local}:{destination}", .. words]), cancellation).ConfigureAwait(false);
        return output.ExitCode == 0 && File.Exists(local) ? local : throw new StrataException(ExitCode.Unreachable, new Problem(
            _target.ToString(), $"'{destination}' there cannot be forwarded", "set 'AllowStreamLocalForwarding yes' and 'AllowTcpForwarding yes' in its sshd_config", output.LastLines(2)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
