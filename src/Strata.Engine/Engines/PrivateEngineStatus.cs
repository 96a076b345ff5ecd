namespace Strata.Engine.Engines;

/// <summary>How the private engine stands.</summary>
/// <param name="Folder">Where its programs and data are; absolute.</param>
/// <param name="Version">The engine's version; null when nothing was fetched yet.</param>
/// <param name="ProcessId">The daemon's process; null when it does not run.</param>
/// <param name="Answers">Its socket answers.</param>
/// <param name="DiskBytes">What programs, images and build cache take.</param>
public sealed record PrivateEngineStatus(string Folder, string? Version, int? ProcessId, bool Answers, long DiskBytes);
