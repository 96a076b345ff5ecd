using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.BuildKit;

/// <summary>A secret of a build, by where this machine has it: its value is in no request.</summary>
/// <param name="Id">The id in the Dockerfile.</param>
/// <param name="Variable">The variable of our own environment; null when a file has it.</param>
/// <param name="File">The file on this machine, absolute; null when a variable has it.</param>
public sealed record SolveSecret(string Id, string? Variable, string? File)
{
    private const int ShortestMasked = 6;

    /// <summary>The value.</summary>
    /// <exception cref="StrataException">It cannot be had any more (exit code 2).</exception>
    public async Task<byte[]> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return Variable is null
                ? await System.IO.File.ReadAllBytesAsync(File!, cancellation).ConfigureAwait(false)
                : Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(Variable) ?? throw new IOException("the variable is not set"));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new StrataException(ExitCode.WrongDefinition, new Problem($"secret '{Id}'", $"'{Variable ?? File}' cannot be read", "see whether it is there and yours"), missing);
        }
    }

    /// <summary>What is masked should a step print it: the lines of the value, but for those that are too short to mean it.</summary>
    /// <exception cref="StrataException">It cannot be had any more (exit code 2).</exception>
    internal async Task<IEnumerable<Secret>> MasksAsync(CancellationToken cancellation) =>
        Encoding.UTF8.GetString(await ReadAsync(cancellation).ConfigureAwait(false)).Split('\n', StringSplitOptions.TrimEntries).Where(l => l.Length >= ShortestMasked).Select(l => new Secret(l));

    /// <summary>What buildx is told: where the value is on its machine.</summary>
    /// <param name="copy">The copy on that machine; null when buildx runs on this one, with our environment.</param>
    internal string Render(string? copy) => copy is null && Variable is { } variable
        ? $"type=env,id={Id},env={variable}"
        : $"type=file,id={Id},{Field($"src={copy ?? File}")}";

    // The words are a line of CSV.
    private static string Field(string text) => text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
