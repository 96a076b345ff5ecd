using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

/// <summary>The transports that every test of a host runs over.</summary>
internal static class Transports
{
    /// <summary>Connects over a transport.</summary>
    public static Task<SshHost> ConnectAsync(this TestSshServer server, SshTransport transport) =>
        SshHost.ConnectAsync(TestSshServer.Target, Use(transport, server.Options), CancellationToken.None);

    /// <summary>The options with a transport; a test over one that is not compiled is reported as ignored.</summary>
    public static SshOptions Use(SshTransport transport, SshOptions options)
    {
        if (transport == SshTransport.OpenSsh)
        {
            return options;
        }

        if (SshTransports.Find() is not { } found)
        {
            Assert.Ignore("Strata.SshNet is not compiled: STRATA_SSHNET=true, where the feed has SSH.NET");
            return options;
        }

        return options with { Transport = found };
    }
}
