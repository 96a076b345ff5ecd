namespace Strata.Dockerfiles;

/// <summary>Something wrong at an offset of the source; the parser makes a problem of it, so it never leaves this room.</summary>
internal sealed class DockerfileSyntaxException(int offset, string what, string? next = null) : Exception(what)
{
    public int Offset { get; } = offset;

    public string What { get; } = what;

    public string? Next { get; } = next;
}
