using Strata.Graph;

namespace Strata.Engine.Running;

/// <summary>An image that is there to be run.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Reference">What the engine or the registry calls it.</param>
/// <param name="Digest">Which one it is.</param>
/// <param name="IsRemote">Only the registry has it, so that it has to be pulled.</param>
public sealed record RunnableImage(ImageDefinition Definition, string Reference, string Digest, bool IsRemote = false);
