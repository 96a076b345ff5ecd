namespace Strata.Engine.Registry;

/// <summary>A call of a registry's API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Domain">The registry.</param>
/// <param name="Path">Path and query below its address, or an absolute address that it gave itself (an upload, a page).</param>
/// <param name="Repository">The repository that it is about.</param>
/// <param name="Scopes">The rights that it needs, in the words of token servers.</param>
internal sealed record RegistryRequest(HttpMethod Method, string Domain, string Path, string Repository, params string[] Scopes)
{
    public IReadOnlyList<string> Accept { get; init; } = [];

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string? BodyType { get; init; }

    /// <summary>The same call twice does the same as once, so it may be tried again whatever became of the first.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>What an answer has to be to count as whole; null when anything does. Throws <see cref="BrokenAnswerException"/>.</summary>
    public Action<RegistryAnswer>? Check { get; init; }

    /// <summary>It is about who the user is, not about a repository.</summary>
    public bool SignsIn { get; init; }

    public bool IsWriting => Method != HttpMethod.Get && Method != HttpMethod.Head;

    public Uri Address => new(RegistryAddress.Of(Domain), Path);

    /// <summary>What users read: without the query, which may hold a session's key.</summary>
    public string Text => $"{Method} {Address.AbsolutePath}";

    /// <summary>What users read as the place of an error.</summary>
    public string Place => SignsIn ? $"signing in to '{Domain}'" : $"{(IsWriting ? "pushing" : "reading")} '{Repository}'";
}
