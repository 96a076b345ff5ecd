namespace Strata.Linting.Formats;

/// <summary>How a report is written.</summary>
public enum LintFormat
{
    /// <summary>For people: each finding with its source line and a caret.</summary>
    Text,

    /// <summary>SARIF 2.1.0, which code scanners and editors read.</summary>
    Sarif,

    /// <summary>Strata's own JSON, one object.</summary>
    Json,

    /// <summary>JUnit's XML: one test case for each finding, errors and warnings being failures.</summary>
    JUnit,
}
