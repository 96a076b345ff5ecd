namespace Strata.Engine.Forges;

/// <summary>A change of one file that a pull request is to bring.</summary>
/// <param name="Path">The file, relative to the repository root, with '/'.</param>
/// <param name="Text">What it is to be.</param>
/// <param name="Title">One line: the commit's and the pull request's.</param>
/// <param name="Body">The pull request's text, Markdown.</param>
/// <param name="Base">The branch that it is to be merged into.</param>
/// <param name="BranchPrefix">What branches of such changes begin with; of one kind of change there is at most one open pull request.</param>
public sealed record ForgeChange(string Path, string Text, string Title, string Body, string Base, string BranchPrefix);
