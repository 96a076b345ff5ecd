using System.Net;

namespace Strata.Engine.Registry;

/// <summary>A registry refused, failed or lied (exit code 5).</summary>
public sealed class RegistryException : StrataException
{
    /// <summary>Creates an error.</summary>
    /// <param name="problem">What users read.</param>
    /// <param name="status">What the registry answered; null when there was no whole answer.</param>
    /// <param name="code">The registry's own word for it, such as <c>MANIFEST_UNKNOWN</c>; null when it said none.</param>
    /// <param name="cause">What made the answer fail.</param>
    public RegistryException(Problem problem, HttpStatusCode? status = null, string? code = null, Exception? cause = null)
        : base(ExitCode.Registry, problem, cause)
    {
        Status = status;
        Code = code;
    }

    /// <summary>What the registry answered; null when there was no whole answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The registry's own word for it, such as <c>MANIFEST_UNKNOWN</c>; null when it said none.</summary>
    public string? Code { get; }
}
