using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Graph.Checks;

/// <summary>Build secrets: each id once, and what a Dockerfile cannot do without is declared.</summary>
internal static partial class SecretChecks
{
    public static IEnumerable<Problem> Check(ImageSheet sheet)
    {
        foreach (var secret in sheet.Image.Secrets)
        {
            if (!Id().IsMatch(secret.Id))
            {
                yield return sheet.Problem($"the secret '{secret.Id}' has no valid id", "use letters, digits, '_', '.' and '-'");
            }
            else if (sheet.Image.Secrets.First(s => s.Id == secret.Id) != secret)
            {
                yield return sheet.Problem($"the secret '{secret.Id}' is declared twice, from {sheet.Image.Secrets.First(s => s.Id == secret.Id).Source} and from {secret.Source}", "keep one");
            }
        }

        var stages = sheet.References.Values.SelectMany(r => r.Stages).Distinct();
        foreach (var run in stages.SelectMany(s => s.Instructions).OfType<RunInstruction>().Distinct())
        {
            foreach (var mount in run.Mounts.Where(m => m.Type == "secret" && m.Value("required") is { } required && required is not ("0" or "f" or "F" or "false" or "FALSE" or "False")))
            {
                var id = mount.Value("id") ?? mount.Source ?? mount.Target?.Split('/')[^1] ?? "";
                if (!id.Contains('$') && sheet.Image.Secrets.All(s => s.Id != id))
                {
                    yield return sheet.Problem($"{sheet.Image.Dockerfile}:{run.Span.StartLine} requires the secret '{id}', which is not declared", $"add .Secret(\"{id}\", variable: \"...\")");
                }
            }
        }
    }

    // No character that means something in the words that BuildKit is told it by.
    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
