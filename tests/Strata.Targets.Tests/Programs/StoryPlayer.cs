using System.Collections.Immutable;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Strata.Engine.BuildKit;
using Strata.Engine.ImageBuild;
using Strata.Graph;
using Strata.Planning;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets.Tests.Programs;

/// <summary>Plays a story through the product's own run and progress, and stops where the test wants to look.</summary>
internal sealed class StoryPlayer : IBuildEngine
{
    private readonly Story _story;
    private readonly HandClock _clock = new();
    private readonly StreamWriter _toTest;
    private readonly StreamReader _fromTest;
    private readonly TextWriter _terminal = System.Console.Error;
    private readonly TaskCompletionSource _interrupted = new();
    private IBuildProgress? _shown;
    private bool _isPlayed;

    private StoryPlayer(Story story, Stream test)
    {
        _story = story;
        _toTest = new StreamWriter(test) { AutoFlush = true };
        _fromTest = new StreamReader(test);
    }

    public static async Task<int> PlayAsync(string story, ProgressChoice choice, string socket)
    {
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket));
        await using var stream = new NetworkStream(connection);
        await new StoryPlayer(Stories.Of(story), stream).RunAsync(choice);
        return 0;
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
    {
        if (!_isPlayed)
        {
            _isPlayed = true;
            await PlayActsAsync(progress, cancellation);
            if (_story.Failure is { } failure)
            {
                return [.. request.Targets.Select(t => t.Name == failure.Image ? failure : (ImageResult)new ImageNotBuilt(t.Name, "cancelled"))];
            }
        }

        foreach (var target in request.Targets)
        {
            progress.Report(new BuildEvent.ImageExported(target.Name, "sha256:" + new string('b', 64), TimeSpan.FromSeconds(2), 1, 0));
        }

        return [.. request.Targets.Select(t => new ImageBuilt(t.Name, t.Tags[0], "sha256:" + new string('b', 64), TimeSpan.FromSeconds(2), [], 1, 0))];
    }

    private async Task RunAsync(ProgressChoice choice)
    {
        using var cancellation = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            cancellation.Cancel();
            _interrupted.TrySetResult();
        });
        var plan = new BuildPlan(Supply.Debian, [.. _story.Images.Select(Step)]);
        var targets = plan.ToBuild.Select(s => new SolveTarget(s.Image.Name, ".", s.Image.Dockerfile, "FROM scratch")
        {
            Tags = [$"{s.Image.Name}:dev"],
            Contexts = s.Image.Parents.Aggregate(new SolveTarget("", "", "", "").Contexts, (c, p) => c.Add(p, new ContextSource.Target(p))),
        });
        _shown = ProgressSelection.Create(choice, [.. plan.Steps.Select(s => new ViewImage(s.Image.Name, s.Image.Parents))], isVerbose: false, _story.Planned, _clock);
        var run = new ImageBuildRun(plan, new SolveRequest([.. targets], "/src", "/logs"), this, _shown);
        try
        {
            await run.RunAsync(cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // What the story wants.
        }

        _shown.Report(new BuildEvent.Ended());
        await LookAsync("end");
    }

    private async Task PlayActsAsync(IBuildProgress progress, CancellationToken cancellation)
    {
        foreach (var (after, happened, moment, does) in _story.Acts)
        {
            _clock.Advance(after);
            does?.Invoke();
            if (happened is not null)
            {
                progress.Report(happened);
            }

            if (moment is not null)
            {
                (_shown as LiveProgress)?.Draw();
                await LookAsync(moment);
            }
        }

        if (_story.IsCancelled)
        {
            await _interrupted.Task;
            (_shown as LiveProgress)?.Draw();
            await LookAsync("cancelling");
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks the terminal where its cursor is: when it answers, it has shown all that was written before.</summary>
    private async Task LookAsync(string moment)
    {
        if (!System.Console.IsInputRedirected)
        {
            _terminal.Write("\e[6n");
            _terminal.Flush();

            // The runtime's own stream reads lines, and changes the terminal's settings.
            using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
            while (input.ReadByte() is not ('R' or -1))
            {
            }
        }

        await _toTest.WriteLineAsync(moment);
        await _fromTest.ReadLineAsync();
    }

    private static PlanStep Step(string words)
    {
        var parts = words.TrimStart('!').Split(" <- ");
        var image = new ImageDefinition { Name = parts[0], Target = parts[0], Dockerfile = $"docker/{parts[0]}/Dockerfile", Parents = [.. parts.Skip(1)] };
        return words.StartsWith('!') ? new PlanStep(image, PlanAction.Skip, "not in the debian supply: CUDA") : new PlanStep(image, PlanAction.Build, "new");
    }
}
