using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST072.</summary>
internal sealed partial class PortsRule() : LintRule("ST072", Severity.Error, "EXPOSE, HEALTHCHECK and the definition mean the same port")
{
    public override string Why => "A check on another port than the service's, a port that nobody listens on: containers that never become healthy, found on the cluster. What a parent exposes or checks counts too.";

    public override string Bad =>
        """
        === web @8003 !/health
        FROM debian:trixie
        EXPOSE 8000
        HEALTHCHECK CMD curl --fail http://localhost:8000/health
        """;

    public override string Good =>
        """
        === web @8003 !/health
        FROM debian:trixie
        EXPOSE 8003
        HEALTHCHECK CMD curl --fail http://localhost:8003/health
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        var exposed = Exposed(file.Target).ToList();
        var defined = file.Image?.Ports.Select(p => p.Container).ToHashSet() ?? [];
        foreach (var (port, word, stage) in exposed.Where(e => defined.Count > 0 && !defined.Contains(e.Port)))
        {
            yield return stage.File == file
                ? At(file, word.Span, $"EXPOSE {port}, but the definition has {List(defined)}", "make them one")
                : At(file, file.Target.Stage.From.Span, $"the parent '{stage.File.Image?.Name}' exposes {port}, but the definition has {List(defined)}", "let the service listen there, or take EXPOSE out of the parent");
        }

        foreach (var port in defined.Where(p => exposed.All(e => e.Port != p)))
        {
            yield return At(file, file.Target.Stage.From.Span, $"the definition has port {port}, which the image does not expose", $"write EXPOSE {port}");
        }

        if (file.Target.Find<HealthcheckInstruction>() is { Instruction.Command: { } command } check)
        {
            var known = defined.Count > 0 ? defined : [.. exposed.Select(e => e.Port)];
            var text = string.Join(' ', command.Words);
            var span = check.Stage.File == file ? check.Instruction.Span : file.Target.Stage.From.Span;
            var whose = check.Stage.File == file ? "HEALTHCHECK" : $"the HEALTHCHECK of '{check.Stage.File.Image?.Name}'";
            foreach (var port in Asked(file.Target, text).Where(p => known.Count > 0 && !known.Contains(p)).Distinct())
            {
                yield return At(file, span, $"{whose} asks port {port}, but the service listens on {List(known)}", "make them one");
            }

            if (file.Image?.Health is { } path && text.Contains("http", StringComparison.Ordinal) && !text.Contains(path, StringComparison.Ordinal))
            {
                yield return At(file, span, $"{whose} does not ask '{path}', which the definition calls the health path", "make them one");
            }
        }
    }

    private static string List(IEnumerable<int> ports) => string.Join(", ", ports.Order());

    private static IEnumerable<(int Port, Word Word, LintedStage Stage)> Exposed(LintedStage target) =>
        from stage in target.Chain
        from expose in stage.Stage.Instructions.OfType<ExposeInstruction>()
        from word in expose.Ports
        let text = stage.Expand(word.Text).Split('/')
        where text.Length == 1 || text[1].Equals("tcp", StringComparison.OrdinalIgnoreCase)
        where int.TryParse(text[0], out _)
        select (int.Parse(text[0]), word, stage);

    private static IEnumerable<int> Asked(LintedStage target, string command)
    {
        foreach (var match in Address().Matches(command).Cast<Match>())
        {
            if (int.TryParse(match.Groups["port"].Value, out var port)
                || match.Groups["variable"].Value is { Length: > 0 } name && int.TryParse(target.Variables.GetValueOrDefault(name), out port))
            {
                yield return port;
            }
        }
    }

    // A number, $PORT, ${PORT} or ${PORT:-1}, or Python's ' + os.environ['PORT'] behind the address.
    [GeneratedRegex(
        @"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(?:(?<port>\d{1,5})|\$\{?(?<variable>\w+)|['""]\s*\+\s*(?:str\()?os\.(?:environ\[|environ\.get\(|getenv\()['""](?<variable>\w+))",
        RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
