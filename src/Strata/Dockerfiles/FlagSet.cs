using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>The flags of an instruction, checked against those that it knows.</summary>
internal sealed class FlagSet
{
    private readonly InstructionLine _line;

    /// <summary>Checks the flags.</summary>
    /// <param name="line">The instruction.</param>
    /// <param name="known">Names; '?' behind a name for true or false, '*' for one that may be repeated.</param>
    public FlagSet(InstructionLine line, params ReadOnlySpan<string> known)
    {
        _line = line;
        var names = known.ToArray();
        HashSet<string> seen = [];
        foreach (var flag in line.Flags)
        {
            var declared = names.FirstOrDefault(n => n.TrimEnd('?', '*') == flag.Name)
                ?? throw line.Line.Error(
                    flag.Start, $"{line.Keyword} has no flag '--{flag.Name}'", Spelling.Suggestion("--" + flag.Name, names.Select(n => "--" + n.TrimEnd('?', '*'))));
            if (!seen.Add(flag.Name) && !declared.EndsWith('*'))
            {
                throw line.Line.Error(flag.Start, $"the flag '--{flag.Name}' is given twice");
            }

            if (declared.EndsWith('?'))
            {
                CheckBoolean(flag);
            }
            else if (flag.Value is null)
            {
                throw line.Line.Error(flag.Start, $"the flag '--{flag.Name}' has no value", $"write --{flag.Name}=...");
            }
        }
    }

    /// <summary>Whether a flag is given and not false; null when it is not given.</summary>
    public bool? Boolean(string name) => Find(name) is { } flag ? flag.Value is null || flag.Value.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    public string? Value(string name) => Find(name)?.Value;

    public Word? Word(string name) => Find(name) is { } flag ? ToWord(flag) : null;

    public ImmutableArray<Word> Words(string name) => [.. _line.Flags.Where(f => f.Name == name).Select(ToWord)];

    public ImmutableArray<string> Values(string name) => [.. Words(name).Select(w => w.Text)];

    // The value as it stands in the source, which is longer than its text where quotes or escapes were taken away.
    private Word ToWord(Flag flag)
    {
        var start = Math.Min(flag.Start + flag.Name.Length + "--=".Length, flag.End);
        return _line.Line.Word(flag.Value ?? "", start, flag.End);
    }

    private Flag? Find(string name)
    {
        var index = _line.Flags.FindIndex(f => f.Name == name);
        return index < 0 ? null : _line.Flags[index];
    }

    private void CheckBoolean(Flag flag)
    {
        if (flag.Value is not null && flag.Value.ToLowerInvariant() is not ("true" or "false"))
        {
            throw _line.Line.Error(flag.Start, $"the flag '--{flag.Name}' is true or false, got '{flag.Value}'");
        }
    }
}
