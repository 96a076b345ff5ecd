using System.Collections.Immutable;
using Strata.Dependencies;
using Strata.Dockerfiles;

namespace Strata.Linting.Contract;

/// <summary>The Python sources that an image takes from the repository; tests among them are left out.</summary>
/// <param name="Files">With their imports, ordered by path.</param>
/// <param name="Modules">Names of their packages and modules, at any depth.</param>
/// <param name="IsComplete">Whether every source of every COPY is known.</param>
internal sealed record PythonSources(ImmutableArray<PythonSource> Files, ImmutableHashSet<string> Modules, bool IsComplete)
{
    private static readonly string[] TestFolders = ["tests", "test", "__pycache__", ".venv", "venv", "node_modules", ".git", "site-packages"];

    /// <summary>Reads what some stages copy.</summary>
    public static PythonSources Read(LintedFile file, IEnumerable<LintedStage> stages)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        var isComplete = true;
        foreach (var stage in stages)
        {
            foreach (var copy in stage.Stage.Instructions.OfType<FileInstruction>().Where(c => c is not CopyInstruction { From: not null }))
            {
                foreach (var source in copy.Sources)
                {
                    isComplete &= !source.Text.Contains('$') && !source.Text.Contains("**", StringComparison.Ordinal);
                    foreach (var path in StageFiles.Sources(stage, source.Text).Select(s => StageFiles.InContext(file, s)).OfType<string>())
                    {
                        Collect(file, path, paths);
                    }
                }
            }
        }

        var modules = paths.SelectMany(p => p.Split('/')).Select(p => p.EndsWith(".py", StringComparison.Ordinal) ? p[..^3] : p).ToImmutableHashSet(StringComparer.Ordinal);
        return new PythonSources([.. paths.Select(p => file.Fleet!.Source(p))], modules, isComplete);
    }

    /// <summary>Whether one of the sources has the word anywhere.</summary>
    public bool Mention(string word) => Files.Any(f => f.Mentions(word));

    private static void Collect(LintedFile file, string path, SortedSet<string> paths)
    {
        var tree = file.Fleet!.Tree;
        var waiting = new Stack<string>([path]);
        while (waiting.TryPop(out var at))
        {
            var name = at[(at.LastIndexOf('/') + 1)..];
            switch (tree.Find(at.Length == 0 ? "." : at)?.Kind)
            {
                case TreeEntryKind.Directory when at == path || !TestFolders.Contains(name):
                    foreach (var entry in tree.List(at.Length == 0 ? "." : at))
                    {
                        waiting.Push(entry.Path);
                    }

                    break;
                case TreeEntryKind.File when name.EndsWith(".py", StringComparison.Ordinal) && !name.StartsWith("test_", StringComparison.Ordinal) && name != "conftest.py":
                    paths.Add(at);
                    break;
            }
        }
    }
}

/// <summary>A Python source.</summary>
/// <param name="File">The file.</param>
/// <param name="Imports">Its absolute imports.</param>
internal sealed record PythonSource(DependencyFile File, ImmutableArray<PythonImport> Imports)
{
    /// <summary>Whether the text has the word, bounded by what is no part of a name.</summary>
    public bool Mentions(string word)
    {
        var text = File.Text;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsPart(text[at - 1])) && (end == text.Length || !IsPart(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
