namespace Strata.Graph;

/// <summary>A directory in memory, gone with the container.</summary>
/// <param name="Path">Absolute, inside the container.</param>
/// <param name="Options">Mount options as docker takes them, such as <c>exec,size=64m</c>; null for docker's own (noexec).</param>
public sealed record TmpfsMount(string Path, string? Options = null)
{
    /// <summary>As <c>docker run --tmpfs</c> takes it.</summary>
    public override string ToString() => Options is null ? Path : $"{Path}:{Options}";
}
