using System.Text;

namespace Strata.Targets.Console;

/// <summary>A standard stream that shares its terminal with the live view: the view makes way for whole lines.</summary>
/// <param name="inner">The stream.</param>
/// <param name="gate">The view's own lock: with two, each could wait for the other.</param>
/// <param name="write">Writes to the stream while the view is away.</param>
internal sealed class LiveWriter(TextWriter inner, Lock gate, Action<Action> write) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        lock (gate)
        {
            _line.Append(value);
            if (value is not null && value.Contains('\n'))
            {
                Pass(_line.ToString().LastIndexOf('\n') + 1);
            }
        }
    }

    public override void WriteLine() => Write("\n");

    public override void WriteLine(string? value) => Write(value + "\n");

    /// <summary>Writes what is no whole line, too.</summary>
    public void End()
    {
        lock (gate)
        {
            Pass(_line.Length);
        }
    }

    private void Pass(int length)
    {
        if (length == 0)
        {
            return;
        }

        var text = _line.ToString(0, length);
        _line.Remove(0, length);
        write(() =>
        {
            inner.Write(text);
            inner.Flush();
        });
    }
}
