using Strata.Targets.Components;

namespace Strata.Targets.Tests.Programs;

/// <summary>What tests start: <c>play STORY PROGRESS SOCKET</c> plays a story of a build; anything else is the command line of a real build of small images.</summary>
public static class Program
{
    public static async Task<int> Main(string[] words) => words is ["play", var story, var progress, var socket]
        ? await StoryPlayer.PlayAsync(story, Enum.Parse<ProgressChoice>(progress, ignoreCase: true), socket)
        : SmallBuild.Start();
}
