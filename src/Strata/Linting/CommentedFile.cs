using System.Collections.Immutable;
using Strata.Dependencies;

namespace Strata.Linting;

/// <summary>A file with the comments in it that ignore findings.</summary>
/// <param name="Path">Relative to the repository root.</param>
/// <param name="Comments">The comments.</param>
/// <param name="File">The file, where its comments are themselves held against the rules; null for others.</param>
internal sealed record CommentedFile(string Path, ImmutableArray<IgnoreComment> Comments, DependencyFile? File)
{
    /// <summary>A Dockerfile.</summary>
    public static CommentedFile Of(LintedFile file) =>
        new(file.Dockerfile.Path, IgnoreComment.Read(file), new DependencyFile(file.Dockerfile.Path, file.Dockerfile.Text));

    /// <summary>A list of what is installed, or a source.</summary>
    public static CommentedFile Of(DependencyFile file) => new(file.Path, IgnoreComment.ReadLines(file.Text, file.Path), file);

    /// <summary>Another file: each comment is about all of it.</summary>
    public static CommentedFile Of(string path, string text) => new(path, IgnoreComment.Read(text, path), null);
}
