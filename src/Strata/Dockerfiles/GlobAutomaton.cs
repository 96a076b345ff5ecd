using System.Text;

namespace Strata.Dockerfiles;

/// <summary>Matches a pattern of '*', '?' and '**' against a path in time linear to its length: all ways are followed at once, none is gone back.</summary>
internal sealed class GlobAutomaton
{
    private const int One = -1;
    private const int Star = -2;
    private const int Tail = -3;
    private const int Folders = -4;
    private const int InFolders = -5;
    private readonly int[] _steps;

    public GlobAutomaton(string pattern)
    {
        List<int> steps = [];
        Rune[] runes = [.. pattern.EnumerateRunes()];
        for (var i = 0; i < runes.Length; i++)
        {
            switch (runes[i].Value)
            {
                case '*' when i + 1 < runes.Length && runes[i + 1].Value == '*':
                    i += i + 2 < runes.Length && runes[i + 2].Value == '/' ? 2 : 1;
                    steps.AddRange(i + 1 == runes.Length ? [Tail] : [Folders, InFolders]);
                    break;
                case '*':
                    steps.Add(Star);
                    break;
                case '?':
                    steps.Add(One);
                    break;
                case var c:
                    steps.Add(c);
                    break;
            }
        }

        _steps = [.. steps];
    }

    public bool Matches(string path)
    {
        var size = _steps.Length + 1;
        Span<bool> both = size <= 128 ? stackalloc bool[2 * size] : new bool[2 * size];
        both.Clear();
        var now = both[..size];
        var next = both[size..];
        Enter(now, 0);
        foreach (var rune in path.EnumerateRunes())
        {
            next.Clear();
            var isAlive = false;
            for (var at = 0; at < _steps.Length; at++)
            {
                if (now[at])
                {
                    isAlive |= Step(next, at, rune.Value);
                }
            }

            if (!isAlive)
            {
                return false;
            }

            var last = now;
            now = next;
            next = last;
        }

        return now[_steps.Length];
    }

    private bool Step(Span<bool> next, int at, int c)
    {
        switch (_steps[at])
        {
            case One when c != '/':
                return Enter(next, at + 1);
            case Star when c != '/':
            case Tail:
                return Enter(next, at);
            case InFolders:
                return c == '/' ? Enter(next, at + 1) | Enter(next, at) : Enter(next, at);
            case var expected when expected == c:
                return Enter(next, at + 1);
            default:
                return false;
        }
    }

    // What can be passed without a character is entered too.
    private bool Enter(Span<bool> states, int at)
    {
        for (; !states[at]; at++)
        {
            states[at] = true;
            var step = at < _steps.Length ? _steps[at] : 0;
            if (step == Folders)
            {
                states[at + 1] = true;
                at++;
            }
            else if (step is not (Star or Tail))
            {
                break;
            }
        }

        return true;
    }
}
