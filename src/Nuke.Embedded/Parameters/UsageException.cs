namespace Nuke.Common.Parameters;

/// <summary>The call or the definition of the build is wrong; ends the process with 2 and without a stack trace.</summary>
/// <param name="message"><c>place: what is wrong; next step</c>.</param>
internal sealed class UsageException(string message) : Exception(message)
{
    public const int ExitCode = 2;

    public override string ToString() => Message;
}
