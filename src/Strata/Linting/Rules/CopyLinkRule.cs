using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST060.</summary>
internal sealed partial class CopyLinkRule() : LintRule("ST060", Severity.Warning, "files of another stage or image are copied with --link")
{
    public override string Why => "A linked layer does not depend on those below it: when the base changes, BuildKit keeps it and registries have it already.";

    public override string Bad => "FROM debian:trixie AS build\nFROM debian:trixie\nCOPY --from=build /opt/app /opt/app";

    public override string Good => "FROM debian:trixie AS build\nFROM debian:trixie\nCOPY --link --from=build /opt/app /opt/app";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from copy in stage.Stage.Instructions.OfType<CopyInstruction>()
        where copy is { From: not null, Link: false } && IsSame(copy)
        select At(file, copy.Span, "the layer is made anew whenever one below it changes", "add --link", new TextEdit(copy.Span.Offset + 4, 0, " --link"));

    // A linked layer is made on nothing: it follows no symbolic links of the base and knows none of its users' names.
    private static bool IsSame(CopyInstruction copy) =>
        Plain().IsMatch(copy.Destination.Text) && (copy.Chown is null || NumericOwner().IsMatch(copy.Chown));

    [GeneratedRegex(@"^/(?:app|opt|srv|home|data|models|root|etc|usr/(?:local|share|lib|bin|sbin|libexec|src|include))(?:/[\w.+-]+)*/?$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^\d+(?::\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumericOwner();
}
