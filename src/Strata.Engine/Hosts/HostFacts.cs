namespace Strata.Engine.Hosts;

/// <summary>What a host says of itself when it is connected to.</summary>
/// <param name="Home">The user's home on it; absolute.</param>
/// <param name="State">Where we keep trees and state on it; absolute.</param>
/// <param name="Run">Private files of this connection; absolute, mode 0700, gone with the connection however that ends.</param>
/// <param name="Identity">Tells that folder from any other, by whatever name its machine is connected to; as long as the machine runs.</param>
/// <param name="System">The kernel, as <c>uname -s</c> says it: <c>Linux</c>.</param>
/// <param name="Machine">The processor, as <c>uname -m</c> says it: <c>x86_64</c>.</param>
/// <param name="UserId">The user's numeric id.</param>
/// <param name="FreeBytes">What is free on the file system of <paramref name="State"/>; null when it does not say.</param>
public sealed record HostFacts(string Home, string State, string Run, string Identity, string System, string Machine, int UserId, long? FreeBytes);
