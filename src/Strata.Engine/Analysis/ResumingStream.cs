using Strata.Engine.Files;

namespace Strata.Engine.Analysis;

/// <summary>Reads something long over a network: where a connection breaks, the next one goes on from there.</summary>
/// <param name="open">Opens it from some byte on.</param>
/// <param name="length">Bytes that it has in all.</param>
internal sealed class ResumingStream(Func<long, Stream> open, long length) : ForwardStream
{
    private const int MostBreaks = 5;

    private Stream? _source;
    private long _at;
    private int _breaks;

    public override long Length => length;

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    /// <exception cref="IOException">Connections broke too often.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_at < length && buffer.Length > 0)
        {
            try
            {
                _source ??= open(_at);
                var count = _source.Read(buffer[..(int)Math.Min(buffer.Length, length - _at)]);
                if (count > 0)
                {
                    _at += count;
                    return count;
                }

                throw new EndOfStreamException($"ended after {_at} of {length} bytes");
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException && ++_breaks <= MostBreaks)
            {
                _source?.Dispose();
                _source = null;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source?.Dispose();
        }

        base.Dispose(disposing);
    }
}
