using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST026.</summary>
internal sealed partial class CopyInsteadOfAddRule() : LintRule("ST026", Severity.Error, "local files are copied, not added")
{
    public override ImmutableArray<string> Aliases => ["DL3020"];

    public override string Why => "ADD unpacks archives and downloads addresses: for plain files that is a surprise waiting for the right name.";

    public override string Bad => "FROM debian:trixie\nADD app.py /app/";

    public override string Good => "FROM debian:trixie\nCOPY app.py /app/";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from add in file.Dockerfile.Instructions.OfType<AddInstruction>()
        where add.Sources.Length > 0 && add.Checksum is null && add.KeepGitDir is null && add.Unpack is null && !add.Sources.Any(s => IsForAdd(s.Text))
        select At(file, add.Span, $"ADD copies '{add.Sources[0]}' as it is", "write COPY", new TextEdit(add.Span.Offset, 3, "COPY"));

    private static bool IsForAdd(string source) =>
        source.Contains("://", StringComparison.Ordinal) || source.StartsWith("git@", StringComparison.Ordinal) || source.Contains('$') || source.Contains('*') || Archive().IsMatch(source);

    [GeneratedRegex(@"\.(?:tar|tgz|tbz2?|txz|tzst|tar\.\w+|gz|bz2|xz|zst|lzma)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Archive();
}
