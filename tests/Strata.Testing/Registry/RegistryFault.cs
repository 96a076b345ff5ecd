namespace Strata.Testing.Registry;

/// <summary>What goes wrong with a request to the registry of tests.</summary>
public abstract record RegistryFault
{
    private RegistryFault()
    {
    }

    /// <summary>It is answered with an error.</summary>
    /// <param name="Code">The status.</param>
    /// <param name="RetryAfter">The value of Retry-After; null for none.</param>
    public sealed record Status(int Code, string? RetryAfter = null) : RegistryFault;

    /// <summary>The request is carried out, but the connection ends before any content of the answer.</summary>
    public sealed record Dropped : RegistryFault;

    /// <summary>The connection ends in the middle of the body.</summary>
    public sealed record CutShort : RegistryFault;

    /// <summary>A byte of the body is another one.</summary>
    public sealed record Damaged : RegistryFault;

    /// <summary>It is answered with a redirect.</summary>
    /// <param name="To">Where to.</param>
    public sealed record Redirected(Uri To) : RegistryFault;
}
