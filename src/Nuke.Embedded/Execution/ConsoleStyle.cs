namespace Nuke.Common.Execution;

/// <summary>How a line of the engine looks.</summary>
internal enum ConsoleStyle
{
    Plain,
    Dim,
    Heading,
    Success,
    Warning,
    Error,
}
