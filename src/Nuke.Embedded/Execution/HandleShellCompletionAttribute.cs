using Nuke.Common.IO;
using Nuke.Common.Parameters;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>
/// <c>--shell-completion</c> writes the schema, <c>:complete WORD...</c> prints what the last word may become; both end the process.
/// Other calls do not pay for it: the schema can change only when the build program does.
/// </summary>
internal sealed class HandleShellCompletionAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    public const string Switch = "ShellCompletion";
    private const string Question = ":complete";

    /// <summary>The command line is not a call but what a user has typed so far: it may end in the middle of a name.</summary>
    public static bool IsQuestion => EnvironmentInfo.Arguments.Positional is [Question, ..];

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (IsQuestion)
        {
            foreach (var item in Completions.Of(Build, [.. EnvironmentInfo.Arguments.Words.Skip(1)]))
                Console.Out.WriteLine(item);
        }
        else if (EnvironmentInfo.Arguments.Has(Switch))
        {
            WriteIfChanged(Build.RootDirectory / ".nuke" / "build.schema.json", BuildSchema.Of(Build) + "\n");
            var parameters = Build.RootDirectory / ".nuke" / "parameters.json";
            if (!parameters.FileExists())
                parameters.WriteAllText("{\n  \"$schema\": \"./build.schema.json\"\n}\n");
        }
        else
        {
            return;
        }

        Log.CloseAndFlush();
        Environment.Exit(0);
    }

    private static void WriteIfChanged(AbsolutePath file, string text)
    {
        if (!file.FileExists() || File.ReadAllText(file) != text)
            file.WriteAllText(text);
    }
}
