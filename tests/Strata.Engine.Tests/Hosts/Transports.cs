using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

/// <summary>The transports that every test of a host runs over.</summary>
internal static class Transports
{
    /// <summary>Connects over a transport.</summary>
    public static Task<SshHost> ConnectAsync(this TestSshServer server, SshTransport transport) =>
        SshHost.ConnectAsync(TestSshServer.Target, Use(transport, server.Options), CancellationToken.None);

    /// <summary>Reports the tests of a fixture as ignored when the transport is not compiled.</summary>
    public static void Require(SshTransport transport)
    {
        if (transport == SshTransport.SshNet && SshTransports.Find() is null)
        {
            Assert.Ignore("Strata.SshNet is not compiled: STRATA_SSHNET=true, where the feed has SSH.NET");
        }
    }

    /// <summary>The options with a transport.</summary>
    public static SshOptions Use(SshTransport transport, SshOptions options)
    {
        Require(transport);
        return transport == SshTransport.OpenSsh ? options : options with { Transport = SshTransports.Find() };
    }
}
