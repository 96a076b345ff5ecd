using System.Collections.Immutable;
using System.Text;

namespace Strata.Workflows;

/// <summary>What differs between two texts, line by line, as <c>diff -u</c> shows it.</summary>
public static class LineDiff
{
    private const int Around = 2;

    /// <summary>The differing lines with two unchanged ones around; empty when the texts are the same.</summary>
    /// <param name="before">Its lines are shown with <c>-</c>.</param>
    /// <param name="after">Its lines are shown with <c>+</c>.</param>
    public static string Render(string before, string after)
    {
        var lines = Compare(before.Split('\n'), after.Split('\n'));
        var shown = lines.Select((_, i) => lines.Skip(Math.Max(0, i - Around)).Take(Math.Min(i, Around) + Around + 1).Any(l => l.Sign != ' ')).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            if (shown[i])
            {
                text.Append(lines[i].Sign).Append(lines[i].Line).Append('\n');
            }
            else if (i > 0 && shown[i - 1])
            {
                text.Append("@@\n");
            }
        }

        return text.ToString();
    }

    // The longest common subsequence: generated files have some hundred lines.
    private static ImmutableArray<(char Sign, string Line)> Compare(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = ImmutableArray.CreateBuilder<(char, string)>();
        var (left, right) = (0, 0);
        while (left < before.Length || right < after.Length)
        {
            if (left < before.Length && right < after.Length && before[left] == after[right])
            {
                lines.Add((' ', before[left++]));
                right++;
            }
            else if (left < before.Length && (right == after.Length || common[left + 1, right] >= common[left, right + 1]))
            {
                lines.Add(('-', before[left++]));
            }
            else
            {
                lines.Add(('+', after[right++]));
            }
        }

        return lines.DrainToImmutable();
    }
}
