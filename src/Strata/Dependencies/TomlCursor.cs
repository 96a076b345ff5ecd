namespace Strata.Dependencies;

/// <summary>A place in a TOML text that goes forward.</summary>
/// <param name="text">The text.</param>
internal sealed class TomlCursor(string text)
{
    /// <summary>The text.</summary>
    public string Text => text;

    /// <summary>The place, from 0; a byte order mark is passed over.</summary>
    public int At { get; set; } = text.StartsWith('\uFEFF') ? 1 : 0;

    /// <summary>Whether nothing stands behind it any more.</summary>
    public bool IsAtEnd => At >= text.Length;

    /// <summary>The character there; a zero at the end.</summary>
    public char Current => IsAtEnd ? '\0' : text[At];

    /// <summary>Whether some text stands there.</summary>
    public bool Sees(string wanted) => text.AsSpan(At).StartsWith(wanted);

    /// <summary>Goes behind blanks and comments.</summary>
    /// <param name="withLines">Behind the ends of lines, too.</param>
    public void SkipBlanks(bool withLines)
    {
        while (!IsAtEnd)
        {
            if (Current is ' ' or '\t' || Sees("\r\n") || withLines && Current == '\n')
            {
                At++;
            }
            else if (Current == '#')
            {
                At = text.IndexOf('\n', At) is >= 0 and var feed ? feed : text.Length;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Goes behind a character when it stands there.</summary>
    /// <returns>Whether it did.</returns>
    public bool Take(char wanted)
    {
        if (IsAtEnd || Current != wanted)
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>Goes behind a text.</summary>
    /// <exception cref="TomlSyntaxException">It does not stand there.</exception>
    public void Expect(string wanted)
    {
        if (!Sees(wanted))
        {
            throw Wrong($"'{wanted}' is missing");
        }

        At += wanted.Length;
    }

    /// <summary>The error that something is wrong here.</summary>
    public TomlSyntaxException Wrong(string what) => new(Math.Min(At, text.Length), what);
}
