using Strata.Dependencies;
using Strata.Linting.Contract;

namespace Strata.Linting.Rules;

/// <summary>ST097.</summary>
internal sealed class UnusedRequirementRule() : LintRule("ST097", Severity.Warning, "what an image asks for is imported by it or by an image that stands on it")
{
    // Started or loaded by others, never imported by name.
    private static readonly HashSet<string> NeverImported = new(StringComparer.Ordinal)
    {
        "pip", "setuptools", "wheel", "uvloop", "httptools", "watchfiles", "python-multipart", "email-validator", "tzdata", "certifi", "gunicorn", "sentencepiece", "accelerate",
        "protobuf", "psycopg2", "psycopg2-binary", "psycopg-binary", "en-core-web-sm", "hf-transfer", "hf-xet", "brotli", "supervisor", "debugpy", "py-spy",
    };

    public override string Why => "Every image that stands on it carries the bytes, and every scan for vulnerabilities reads them.";

    public override string Bad => RuleExamples.Import("base-runtime", "import httpx");

    public override string Good => RuleExamples.Import("base-runtime", "import httpx, fastapi");

    public override IEnumerable<Finding> CheckFleet(LintedFleet fleet)
    {
        var contracts = Contracts.All(fleet).ToList();
        foreach (var contract in contracts)
        {
            var users = contracts.Where(c => c == contract || c.Below.Contains(contract)).ToList();
            if (users.All(u => u.Sources.Files.IsEmpty) || users.Any(u => !u.Sources.IsComplete))
            {
                continue;
            }

            var needed = users.SelectMany(u => u.Own).ToList();
            foreach (var (requirement, _) in contract.Own.Where(o => o.Requirement is { Name.IsDebianOnly: false, IsIndirect: false } && !NeverImported.Contains(o.Requirement.Name.Value)))
            {
                if (!users.Any(u => Uses(u, requirement.Name)) && !requirement.Name.Value.StartsWith("nvidia-", StringComparison.Ordinal) && !requirement.Name.Value.StartsWith("opentelemetry-instrumentation", StringComparison.Ordinal))
                {
                    yield return At(
                        requirement.File, requirement.Span,
                        users.Count == 1 ? $"'{requirement.Written}' is installed, but no source of '{contract.Name}' imports it"
                        : users.Count == 2 ? $"'{requirement.Written}' is installed, but neither '{contract.Name}' nor '{users[1].Name}' imports it"
                        : $"'{requirement.Written}' is installed, but neither '{contract.Name}' nor one of the {users.Count - 1} images on it imports it",
                        "take it out of the list, or ignore this with the reason");
                }
            }
        }
    }

    // Sources may name a module in a text, and commands start programs that are called as the distribution is.
    private static bool Uses(ImageContract image, PackageName name) =>
        ImportNames.Of(name).Any(m => image.Sources.Mention(m) || image.Sources.Files.Any(f => f.Imports.Any(i => ImportNames.Covers(m, i.Module) && m.Contains('.'))) || image.Mentions(m))
        || image.Mentions(name.Value);
}
