using System.Collections.Immutable;

namespace Strata.Dockerfiles;

/// <summary>Reads <c>.dockerignore</c> files as BuildKit does: which paths of a build context are not sent to it.</summary>
public static class DockerIgnore
{
    /// <summary>The file in a context's root that counts unless the Dockerfile has one of its own.</summary>
    public const string FileName = ".dockerignore";

    /// <summary>The file beside a Dockerfile that counts in place of the context's: <c>Dockerfile.dockerignore</c>.</summary>
    public static string BesideDockerfile(string dockerfile) => dockerfile + FileName;

    /// <summary>Reads the patterns of what is ignored.</summary>
    /// <param name="text">The file's text, with or without byte order mark.</param>
    /// <param name="path">What problems call it.</param>
    /// <exception cref="DefinitionException">BuildKit would refuse patterns of it; each has its line.</exception>
    public static PathPatterns Parse(string text, string path)
    {
        List<string> patterns = [];
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            if (line.StartsWith('#') || Pattern(line.Trim()) is not { } pattern)
            {
                continue;
            }

            try
            {
                PathPatterns.Create([pattern]);
                patterns.Add(pattern);
            }
            catch (FormatException e)
            {
                problems.Add(new Problem($"{path}:{number}", e.Message, "BuildKit refuses it; correct or delete the line"));
            }
        }

        return problems.Count > 0 ? throw new DefinitionException(problems.DrainToImmutable()) : PathPatterns.Create(patterns);
    }

    private static string? Pattern(string line)
    {
        if (line.Length == 0)
        {
            return null;
        }

        var isException = line[0] == '!';
        var pattern = isException ? line[1..].Trim() : line;
        if (pattern.Length > 0)
        {
            pattern = GoPath.Clean(pattern);
            pattern = pattern.Length > 1 && pattern[0] == '/' ? pattern[1..] : pattern;
        }

        return isException ? "!" + pattern : pattern;
    }
}
