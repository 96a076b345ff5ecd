using System.IO.Pipelines;

namespace Strata.SshNet;

/// <summary>Reads a stream that can only be waited for with a thread, so that no thread of the pool has to.</summary>
internal static class PipedOutput
{
    private const int Block = 64 * 1024;

    /// <summary>The same bytes in a stream that is read without blocking.</summary>
    internal static Stream Of(Stream blocking)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 16 * Block, resumeWriterThreshold: 8 * Block, useSynchronizationContext: false));
        new Thread(() => Copy(blocking, pipe.Writer)) { IsBackground = true, Name = "ssh output" }.Start();
        return pipe.Reader.AsStream();
    }

    private static void Copy(Stream blocking, PipeWriter writer)
    {
        var block = new byte[Block];
        try
        {
            for (int count; (count = blocking.Read(block, 0, block.Length)) > 0;)
            {
                if (writer.WriteAsync(block.AsMemory(0, count)).AsTask().GetAwaiter().GetResult().IsCompleted)
                {
                    break;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The session was left.
        }
        writer.Complete();
    }
}
