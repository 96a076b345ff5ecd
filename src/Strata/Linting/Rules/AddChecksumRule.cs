using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST025.</summary>
internal sealed class AddChecksumRule() : LintRule("ST025", Severity.Error, "what ADD downloads has a checksum")
{
    public override string Why => "Without a checksum the server, or whoever sits between, decides what is in the image; with one, BuildKit also need not ask whether the file has changed.";

    public override string Bad =>
        """
        FROM debian:trixie
        ADD https://example.org/s6-overlay.tar.xz /tmp/
        """;

    public override string Good =>
        """
        FROM debian:trixie
        ADD --checksum=sha256:24712163c0b1a2f8ad5cbd8a5d1cb4ef5dda0fbf1b0f2a3b4ac1a4fd4f9b8a3f https://example.org/s6-overlay.tar.xz /tmp/
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from add in file.Dockerfile.Instructions.OfType<AddInstruction>()
        where add.Checksum is null
        from source in add.Sources
        where IsDownload(source.Text)
        select At(file, source.Span, $"'{source}' is taken as it comes", "add --checksum=sha256:...");

    // A repository at a commit is its own checksum.
    private static bool IsDownload(string source) =>
        (source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        && !source.Split('#')[0].EndsWith(".git", StringComparison.Ordinal);
}
