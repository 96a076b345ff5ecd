using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST075.</summary>
internal sealed class DockerIgnoreRule() : LintRule("ST075", Severity.Warning, ".dockerignore keeps repositories, caches and secrets out of the context")
{
    // A path that must not be sent, and what people call it.
    private static readonly (string Path, string Pattern)[] Unwanted =
    [
        (".git/config", ".git"),
        ("services/a/__pycache__/a.pyc", "**/__pycache__"),
        (".venv/bin/python", ".venv"),
        (".env", ".env"),
    ];

    public override ImmutableArray<string> Aliases => ["DL3067"];

    public override string Why => "What is sent can be copied: .git and .env carry secrets, and a cache that changes makes COPY . run again. A remote build sends it all over the network.";

    public override string Bad =>
        """
        === .dockerignore
        *.md
        === web
        FROM debian:trixie
        COPY . /app
        """;

    public override string Good =>
        """
        === .dockerignore
        .git
        **/__pycache__
        **/*.pyc
        **/.venv
        **/.env
        === web
        FROM debian:trixie
        COPY . /app
        """;

    public override IEnumerable<Finding> CheckFleet(LintedFleet fleet)
    {
        foreach (var file in fleet.Files.Where(f => f.Stages.Any(ReadsContext)))
        {
            var image = file.Image!;
            var own = image.Dockerfile + ".dockerignore";
            var path = fleet.Tree.Find(own) is not null ? own : image.Context.TrimEnd('/') is "." or "" ? ".dockerignore" : image.Context.TrimEnd('/') + "/.dockerignore";
            if (fleet.Tree.Find(path) is null)
            {
                yield return AtFile(path, "", 0, "the build context has no .dockerignore", "write one with .git, **/__pycache__, **/.venv and **/.env");
                continue;
            }

            var text = fleet.Tree.ReadText(path);
            var patterns = text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').ToList();
            var sent = Unwanted.Where(u => !IsIgnored(u.Path, patterns)).Select(u => u.Pattern).ToList();
            if (sent.Count > 0)
            {
                yield return AtFile(path, text, 0, $"the build context has {string.Join(", ", sent)} in it", "add them");
            }
        }
    }

    private static bool ReadsContext(LintedStage stage) =>
        stage.Stage.Instructions.Any(i => i is CopyInstruction { From: null, Sources.Length: > 0 } or AddInstruction)
        || stage.Runs.SelectMany(r => r.Run.Mounts).Any(m => m is { Type: "bind", From: null });

    // The last pattern that fits decides, and a pattern for a directory is one for all in it.
    private static bool IsIgnored(string path, IEnumerable<string> patterns)
    {
        var ignored = false;
        foreach (var written in patterns)
        {
            var pattern = written.TrimStart('!').TrimStart('/').TrimEnd('/');
            var expression = "^" + Regex.Escape(pattern).Replace(@"\*\*/", "(?:.*/)?").Replace(@"\*\*", ".*").Replace(@"\*", "[^/]*").Replace(@"\?", "[^/]") + "(?:/.*)?$";
            ignored = Regex.IsMatch(path, expression, RegexOptions.CultureInvariant) ? written[0] != '!' : ignored;
        }

        return ignored;
    }
}
