using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST062.</summary>
internal sealed class CopyDirectoryRule() : LintRule("ST062", Severity.Error, "several files are copied into a directory that ends with /")
{
    public override ImmutableArray<string> Aliases => ["DL3021"];

    public override string Why => "BuildKit refuses several files for one name.";

    public override string Bad => "FROM debian:trixie\nCOPY a b /app";

    public override string Good => "FROM debian:trixie\nCOPY a b /app/";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from copy in file.Dockerfile.Instructions.OfType<FileInstruction>()
        let to = copy.Destination.Text.Trim('"', '\'')
        where copy.Sources.Length + copy.Heredocs.Length > 1 && to is not ("." or "..") && !to.EndsWith('/') && !to.EndsWith('\\') && !to.Contains('$')
        select At(file, copy.Destination.Span, $"several files cannot all be '{copy.Destination}'", "write / behind it", copy.Destination.Text.EndsWith('"') ? null : new TextEdit(copy.Destination.Span.End, 0, "/"));
}
