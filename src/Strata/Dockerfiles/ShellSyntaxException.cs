namespace Strata.Dockerfiles;

/// <summary>A word that the shell lexer cannot read, such as one with an open quote.</summary>
internal sealed class ShellSyntaxException(string message) : Exception(message);
