namespace Strata.Engine.Engines;

/// <summary>A binary package that a suite offers.</summary>
/// <param name="Name">Such as <c>docker.io</c>.</param>
/// <param name="Version">Debian's version, such as <c>28.5.2+dfsg4-5</c>.</param>
/// <param name="Size">Bytes to download.</param>
/// <param name="Suite">Such as <c>forky</c>.</param>
internal sealed record AptPackage(string Name, string Version, long Size, string Suite);
