using Strata.Targets.Components;

namespace Strata.Targets.Tests.Programs;

/// <summary>What tests start: <c>play STORY PROGRESS SOCKET</c> plays a story of a build; anything else is the command line of a real build of small images, or on an upstream where a variable names its registry.</summary>
public static class Program
{
    public static async Task<int> Main(string[] words) => words is ["play", var story, var progress, var socket]
        ? await StoryPlayer.PlayAsync(story, Enum.Parse<ProgressChoice>(progress, ignoreCase: true), socket)
        : Environment.GetEnvironmentVariable(UpstreamBuild.RegistryVariable) is { Length: > 0 } ? UpstreamBuild.Start() : SmallBuild.Start();
}
