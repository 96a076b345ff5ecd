using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>Remembers what an engine answered to the question for its images, as long as its store has not changed at all.</summary>
/// <param name="file">Where it is remembered; absolute.</param>
public sealed class ImageListMemory(string file)
{
    /// <summary>The answer; null when another question was asked, the store has changed or the memory is damaged.</summary>
    /// <param name="question">Whom was asked what.</param>
    /// <param name="mark">The store's state now.</param>
    internal byte[]? Recall(string question, string mark)
    {
        try
        {
            var content = File.ReadAllBytes(file);
            var end = Array.IndexOf(content, (byte)'\n');
            return end >= 0 && content.AsSpan(..end).SequenceEqual(Title(question, mark, content.AsSpan((end + 1)..))) ? content[(end + 1)..] : null;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers an answer; a place that cannot be written to costs only time.</summary>
    /// <param name="question">Whom was asked what.</param>
    /// <param name="mark">The store's state before the question: a change while it was answered leaves a mark that never comes again.</param>
    /// <param name="answer">What was answered.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal async Task RememberAsync(string question, string mark, byte[] answer, CancellationToken cancellation)
    {
        try
        {
            await AtomicFile.WriteAsync(file, (byte[])[.. Title(question, mark, answer), (byte)'\n', .. answer], isPrivate: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A read-only clone: the next call asks again.
        }
    }

    // One line that says all: the digest of question, mark and answer.
    private static byte[] Title(string question, string mark, ReadOnlySpan<byte> answer)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes($"{question}\n{mark}\n"));
        digest.AppendData(answer);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(digest.GetHashAndReset()));
    }
}
