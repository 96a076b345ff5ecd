using System.Security.Cryptography;
using Strata.Engine.Files;

namespace Strata.Engine.Analysis;

/// <summary>Reads another stream through one buffer, counting and hashing what passes.</summary>
/// <param name="source">The stream; disposed with this one.</param>
/// <param name="cancellation">Ends the reading.</param>
internal sealed class DigestingStream(Stream source, CancellationToken cancellation) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _at;
    private int _end;

    /// <summary>Bytes read from the source so far.</summary>
    public long Count { get; private set; }

    /// <summary>Reads what is left.</summary>
    /// <returns>The digest of all, <c>sha256:...</c>.</returns>
    public string Finish()
    {
        while (Fill())
        {
            _at = _end;
        }

        return "sha256:" + Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _end && !Fill())
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _end - _at);
        _buffer.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        cancellation.ThrowIfCancellationRequested();
        if (_at < _end)
        {
            return true;
        }

        (_at, _end) = (0, source.Read(_buffer));
        _hash.AppendData(_buffer.AsSpan(0, _end));
        Count += _end;
        return _end > 0;
    }
}
