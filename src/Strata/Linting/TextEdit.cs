namespace Strata.Linting;

/// <summary>A mechanical change of a text.</summary>
/// <param name="Offset">From 0, in UTF-16 characters.</param>
/// <param name="Length">How much is taken away.</param>
/// <param name="Text">What is put there.</param>
public sealed record TextEdit(int Offset, int Length, string Text)
{
    /// <summary>Makes the changes; of those that overlap, the first.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        List<TextEdit> applied = [];
        foreach (var edit in edits.Distinct().OrderBy(e => e.Offset))
        {
            if (applied.Count == 0 || edit.Offset >= applied[^1].Offset + applied[^1].Length)
            {
                applied.Add(edit);
            }
        }

        foreach (var edit in Enumerable.Reverse(applied))
        {
            text = text[..edit.Offset] + edit.Text + text[(edit.Offset + edit.Length)..];
        }

        return text;
    }
}
