using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST023.</summary>
internal sealed partial class SecretInEnvironmentRule() : LintRule("ST023", Severity.Error, "no secret in ARG or ENV")
{
    public override ImmutableArray<string> Aliases => ["DL3064", "SecretsUsedInArgOrEnv"];

    public override string Why => "ENV is in the image's configuration and ARG in its history: whoever can pull the image can read them.";

    public override string Bad =>
        """
        FROM debian:trixie
        ARG HF_TOKEN
        RUN fetch-model
        """;

    public override string Good =>
        """
        FROM debian:trixie
        RUN --mount=type=secret,id=hf-token,env=HF_TOKEN fetch-model
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        foreach (var instruction in file.Dockerfile.Instructions)
        {
            foreach (var declared in (instruction as ArgInstruction)?.Declarations ?? [])
            {
                if (IsSecret(declared.Name, declared.Default))
                {
                    yield return At(file, declared.Span, $"the build argument '{declared.Name}' looks like a secret, and stays in the image's history", "use RUN --mount=type=secret");
                }
            }

            foreach (var variable in (instruction as EnvInstruction)?.Variables ?? [])
            {
                if (IsSecret(variable.Key, variable.Value))
                {
                    yield return At(file, variable.Span, $"the variable '{variable.Key}' looks like a secret, and stays in the image", "give it to the container when it starts, or use RUN --mount=type=secret");
                }
            }
        }
    }

    // A path to a secret, a switch or an empty value is none.
    private static bool IsSecret(string name, string? value) =>
        Secret().IsMatch(name) && !Harmless().IsMatch(name)
        && (value is null || value.Trim('"', '\'') is { Length: > 0 } given && !given.StartsWith('/') && given.ToLowerInvariant() is not ("true" or "false" or "0" or "1"));

    [GeneratedRegex(@"(?:^|_)(?:apikey|auth|credentials?|git_token|key|password|passwd|pword|pwd|secret|token)s?(?:_|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    [GeneratedRegex(@"_(?:file|path|dir|url|id|name|size|length|limit|ttl|expiry|parallelism)$|public|(?:^|_)(?:max|min|num|pad|bos|eos|gpg|sort|cache)_|keyring|^GPG_KEYS?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Harmless();
}
