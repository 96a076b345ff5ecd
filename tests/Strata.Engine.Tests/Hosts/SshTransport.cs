namespace Strata.Engine.Tests.Hosts;

/// <summary>What carries a connection in a test.</summary>
public enum SshTransport
{
    OpenSsh,
    SshNet,
}
