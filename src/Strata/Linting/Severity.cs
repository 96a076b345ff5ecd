namespace Strata.Linting;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Should be mended.</summary>
    Warning,

    /// <summary>Has to be mended: lint ends with exit code 3.</summary>
    Error,
}
