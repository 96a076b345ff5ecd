using System.Diagnostics.CodeAnalysis;

namespace Strata.Engine.Hosts;

/// <summary>A password or token: prints as <c>***</c> wherever it ends up by accident.</summary>
public sealed class Secret
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    private readonly string value;

    /// <summary>Wraps a value.</summary>
    public Secret(string value) => this.value = value;

    /// <summary>The value itself, for standard input or a private file; never for arguments.</summary>
    public string Reveal() => value;

    /// <summary>The text with every occurrence of the secret masked; of a secret of several lines, each line.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (text is null)
        {
            return null;
        }
        foreach (var line in value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            text = text.Replace(line, Mask, StringComparison.Ordinal);
        }
        return text;
    }

    /// <summary>The mask.</summary>
    public override string ToString() => Mask;
}
