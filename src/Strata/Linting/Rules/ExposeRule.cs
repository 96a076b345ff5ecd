using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST073.</summary>
internal sealed partial class ExposeRule() : LintRule("ST073", Severity.Error, "EXPOSE names ports")
{
    public override ImmutableArray<string> Aliases => ["DL3011", "ExposeInvalidFormat"];

    public override string Why => "A port is 1 to 65535; which one it is on the host is said when a container starts, never in the image.";

    public override string Bad => "FROM debian:trixie\nEXPOSE 80:8080";

    public override string Good => "FROM debian:trixie\nEXPOSE 8080/tcp";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from expose in stage.Stage.Instructions.OfType<ExposeInstruction>()
        from port in expose.Ports
        where !port.Text.Contains('$') && !(Port().Match(port.Text) is { Success: true } match && match.Groups["port"].Captures.All(c => int.Parse(c.Value) is >= 1 and <= 65535))
        select At(file, port.Span, $"'{port}' is no port", "write a number from 1 to 65535, with /tcp or /udp if need be");

    [GeneratedRegex(@"^""?(?<port>\d{1,6})(?:-(?<port>\d{1,6}))?(?:/(?:tcp|udp|sctp))?""?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Port();
}
