namespace Nuke.Common.Utilities;

/// <summary>Writes indented lines and comments.</summary>
public class CustomFileWriter
{
    private readonly StreamWriter _writer;
    private readonly int _step;
    private readonly string _comment;
    private int _depth;

    /// <summary>Makes one.</summary>
    /// <param name="streamWriter">Where lines go.</param>
    /// <param name="indentationFactor">Spaces of each level.</param>
    /// <param name="commentPrefix">What stands before a comment.</param>
    public CustomFileWriter(StreamWriter streamWriter, int indentationFactor, string commentPrefix)
    {
        _writer = streamWriter;
        _step = indentationFactor;
        _comment = commentPrefix;
    }

    /// <summary>Writes a line; without text an empty one.</summary>
    public void WriteLine(string text = null) => _writer.WriteLine(text == null ? "" : new string(' ', _depth * _step) + text);

    /// <summary>Writes a comment.</summary>
    public void WriteComment(string text = null) => WriteLine($"{_comment} {text}".TrimEnd());

    /// <summary>Lets something write itself.</summary>
    public void Write(Action<CustomFileWriter> writer) => writer(this);

    /// <summary>Indents what follows.</summary>
    /// <returns>Disposed at the end of it.</returns>
    public IDisposable Indent() => new Level(this);

    private sealed class Level : IDisposable
    {
        private readonly CustomFileWriter _owner;

        public Level(CustomFileWriter owner)
        {
            _owner = owner;
            _owner._depth++;
        }

        public void Dispose() => _owner._depth--;
    }
}
