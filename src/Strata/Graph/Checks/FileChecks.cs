using Strata.Dockerfiles;

namespace Strata.Graph.Checks;

/// <summary>Dockerfile and context exist, and the Dockerfile can be read.</summary>
internal static class FileChecks
{
    // As in the kernel.
    private const int MostLinks = 40;

    public static IEnumerable<Problem> Check(ImageSheet sheet, IFileTree files)
    {
        var image = sheet.Image;
        if (!IsDirectory(files, image.Context))
        {
            yield return sheet.Problem($"the context '{image.Context}' does not exist", Nearest(files, image.Context, directories: true));
        }

        foreach (var problem in ReadDockerfile(sheet, files))
        {
            yield return problem;
        }

        if (sheet.Dockerfile is null)
        {
            yield break;
        }

        foreach (var name in image.BuildArgs.Keys.Except(sheet.Dockerfile.DeclaredArgs).Where(n => !IsPredefined(n)))
        {
            yield return sheet.Problem(
                $"the build argument '{name}' is declared nowhere in {image.Dockerfile}",
                Spelling.Suggestion(name, sheet.Dockerfile.DeclaredArgs) ?? $"write ARG {name} there");
        }

        if (image.BuildArgs.ContainsKey(SupplyArgument.Name))
        {
            yield return sheet.Problem($"the build argument '{SupplyArgument.Name}' is given by the supply", "take it away");
        }
    }

    private static IEnumerable<Problem> ReadDockerfile(ImageSheet sheet, IFileTree files)
    {
        var path = sheet.Image.Dockerfile;
        try
        {
            if (files.Find(path) is null or { Kind: TreeEntryKind.Directory })
            {
                return [sheet.Problem($"the Dockerfile '{path}' does not exist", Nearest(files, path, directories: false))];
            }

            if (Follow(files, path) is not { } place)
            {
                return [sheet.Problem($"the Dockerfile '{path}' is a link that leads to no file of the repository")];
            }

            sheet.Dockerfile = DockerfileParser.Parse(files.ReadText(place), path);
            sheet.IsDockerfileLinked = place != path;
            return [];
        }
        catch (DefinitionException e)
        {
            return e.Problems;
        }
    }

    // Where a file is that may be a link; null when that is outside, nowhere or no file.
    private static string? Follow(IFileTree files, string path)
    {
        for (var links = 0; links < MostLinks && files.Find(path) is { } entry; links++)
        {
            if (entry.LinkTarget is not { } target)
            {
                return entry.Kind == TreeEntryKind.File ? path : null;
            }

            List<string> parts = [.. path.Split('/')[..^1]];
            foreach (var part in target.Split('/').Where(p => p is not "."))
            {
                if (part.Length == 0 || part == ".." && parts.Count == 0)
                {
                    return null;
                }

                if (part == "..")
                {
                    parts.RemoveAt(parts.Count - 1);
                }
                else
                {
                    parts.Add(part);
                }
            }

            path = string.Join('/', parts);
        }

        return null;
    }

    private static bool IsDirectory(IFileTree files, string path) =>
        path.TrimEnd('/') is "." or "" || files.Find(path.TrimEnd('/')) is { Kind: not TreeEntryKind.File };

    // Goes up to the folder that exists, and looks there for a name like the one that does not.
    private static string? Nearest(IFileTree files, string path, bool directories)
    {
        var parts = path.TrimEnd('/').Split('/');
        var parent = ".";
        for (var i = 0; i < parts.Length; i++)
        {
            var here = parent == "." ? parts[i] : $"{parent}/{parts[i]}";
            var isLast = i == parts.Length - 1;
            if (!isLast && files.Find(here) is { Kind: not TreeEntryKind.File })
            {
                parent = here;
                continue;
            }

            var names = files.List(parent)
                .Where(e => !isLast || (e.Kind == TreeEntryKind.Directory) == directories)
                .Select(e => e.Path[(e.Path.LastIndexOf('/') + 1)..]);
            return Spelling.Nearest(parts[i], names) is { } near
                ? $"did you mean '{string.Join('/', [.. parts[..i], near, .. parts[(i + 1)..]])}'?"
                : isLast ? null : $"there is no '{here}'";
        }

        return null;
    }

    // Arguments that BuildKit knows without ARG.
    private static bool IsPredefined(string name) =>
        name.ToUpperInvariant() is "HTTP_PROXY" or "HTTPS_PROXY" or "FTP_PROXY" or "NO_PROXY" or "ALL_PROXY" or "SOURCE_DATE_EPOCH"
        || name.StartsWith("BUILDKIT_", StringComparison.Ordinal)
        || name is "TARGETPLATFORM" or "TARGETOS" or "TARGETARCH" or "TARGETVARIANT" or "BUILDPLATFORM" or "BUILDOS" or "BUILDARCH" or "BUILDVARIANT";
}
