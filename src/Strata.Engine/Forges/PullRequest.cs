namespace Strata.Engine.Forges;

/// <summary>An open pull request.</summary>
/// <param name="Number">Its number in the repository.</param>
/// <param name="Branch">The branch that it would merge.</param>
/// <param name="Page">Where people see it.</param>
public sealed record PullRequest(long Number, string Branch, string Page);
