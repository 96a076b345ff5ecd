using System.Runtime.InteropServices;

namespace Strata.Engine.Sync;

/// <summary>The system's libzstd, which every Linux distribution's package system brings; .NET has no zstd of its own.</summary>
internal static class ZstdLibrary
{
    /// <summary>Parameter of the compression level.</summary>
    internal const int Level = 100;

    /// <summary>Parameter of how many threads compress, beside the one that writes; a library without threads knows none.</summary>
    internal const int Workers = 400;

    /// <summary>Parameter of how many bytes such a thread takes at a time.</summary>
    internal const int JobSize = 401;

    /// <summary>More input will come.</summary>
    internal const int Continue = 0;

    /// <summary>The input is whole.</summary>
    internal const int End = 2;

    private const string Name = "libzstd.so.1";
    private static readonly Lazy<bool> Loaded = new(() => OperatingSystem.IsLinux() && NativeLibrary.TryLoad(Name, out _));

    /// <summary>Whether this machine has it.</summary>
    internal static bool IsThere => Loaded.Value;

    [DllImport(Name, EntryPoint = "ZSTD_createCCtx")]
    internal static extern nint Create();

    [DllImport(Name, EntryPoint = "ZSTD_freeCCtx")]
    internal static extern nuint Free(nint context);

    [DllImport(Name, EntryPoint = "ZSTD_CCtx_setParameter")]
    internal static extern nuint SetParameter(nint context, int parameter, int value);

    [DllImport(Name, EntryPoint = "ZSTD_compressStream2")]
    internal static extern nuint Compress(nint context, ref Buffer output, ref Buffer input, int operation);

    [DllImport(Name, EntryPoint = "ZSTD_isError")]
    internal static extern uint IsError(nuint result);

    /// <summary>The library's ZSTD_inBuffer and ZSTD_outBuffer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Buffer
    {
        internal nint Start;
        internal nuint Size;
        internal nuint Position;
    }
}
