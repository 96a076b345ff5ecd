namespace Strata.Dockerfiles;

/// <summary>A piece of a Dockerfile's text: <c>text.Substring(Offset, Length)</c> is it, byte for byte.</summary>
/// <param name="StartLine">From 1.</param>
/// <param name="StartColumn">From 1, in UTF-16 characters; a byte order mark is not counted.</param>
/// <param name="EndLine">The line of its last character.</param>
/// <param name="Offset">From 0, in UTF-16 characters of the whole text.</param>
/// <param name="Length">In UTF-16 characters.</param>
public readonly record struct SourceSpan(int StartLine, int StartColumn, int EndLine, int Offset, int Length)
{
    /// <summary>The offset behind the last character.</summary>
    public int End => Offset + Length;

    /// <summary>Where it starts, as <c>line:column</c>.</summary>
    public override string ToString() => $"{StartLine}:{StartColumn}";
}

/// <summary>A word of a Dockerfile and where it stands.</summary>
/// <param name="Text">As the instruction means it: continuations joined, JSON strings decoded, variables not expanded.</param>
/// <param name="Span">Where it stands.</param>
public sealed record Word(string Text, SourceSpan Span)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
