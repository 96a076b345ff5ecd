namespace Strata.Engine.Sync;

/// <summary>Blocks of a file that follow each other.</summary>
/// <param name="First">The first one's number; 0 is the file's first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct BlockRun(int First, int Count);
