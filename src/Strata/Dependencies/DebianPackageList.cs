using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Strata.Dependencies;

/// <summary>Reads lists of Debian packages: one or more names on a line, with comments.</summary>
public static partial class DebianPackageList
{
    /// <summary>Reads a list.</summary>
    /// <param name="tree">The repository.</param>
    /// <param name="path">The file, which has to be there; relative to the root.</param>
    public static DependencyList Read(IFileTree tree, string path)
    {
        var file = new DependencyFile(path, tree.ReadText(path));
        var requirements = ImmutableArray.CreateBuilder<Requirement>();
        var problems = ImmutableArray.CreateBuilder<DependencyProblem>();
        foreach (Match word in Word().Matches(file.Text))
        {
            if (word.Groups["comment"].Success)
            {
                continue;
            }

            if (TryRead(word.Value, file, word.Index) is { } requirement)
            {
                requirements.Add(requirement);
            }
            else
            {
                problems.Add(new DependencyProblem(file, file.Span(word.Index, word.Index + word.Length), $"'{word.Value}' is no name of a Debian package"));
            }
        }

        return new DependencyList { Requirements = requirements.ToImmutable(), Problems = problems.ToImmutable(), Files = [file], IsComplete = problems.Count == 0 };
    }

    /// <summary>A package as apt takes it, with an architecture, version or suite behind the name; null when it is none.</summary>
    public static Requirement? TryRead(string text, DependencyFile file, int offset)
    {
        var match = Package().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var name = match.Groups["name"].Value;
        return new Requirement(DebianNames.Of(name), name, VersionRange.Any, file, file.Span(offset, offset + text.Length)) { IsDebian = true };
    }

    /// <summary>The distribution that a Debian package holds; a name of Debian's own for packages that are no Python libraries.</summary>
    public static PackageName Python(string package) => DebianNames.Of(package);

    [GeneratedRegex(@"(?<comment>#[^\n]*)|[^\s#\uFEFF]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\A(?<name>[a-z0-9][a-z0-9+.-]+)(?::[a-z0-9-]+)?(?:=\S+|/[a-z][a-z0-9-]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Package();
}
