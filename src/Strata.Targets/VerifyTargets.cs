using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Running;
using Strata.Graph;
using Strata.Planning;
using Strata.Targets.Components;
using Strata.Targets.Console;
using Strata.Targets.Views;

namespace Strata.Targets;

/// <summary>What the targets that verify images do.</summary>
internal static class VerifyTargets
{
    private const int MostAtOnce = 4;

    /// <summary>Verifies images that this call has built.</summary>
    /// <param name="session">The session.</param>
    /// <param name="call">The call's parameters.</param>
    /// <param name="names">The images; null for all.</param>
    public static void Verify(StrataSession session, IRunImages call, string[]? names) =>
        session.Guard(() => VerifyAsync(session, call, names, session.Cancellation));

    /// <summary>What is wrong with an image that was just built; null when nothing is. For images that are verified before others stand on them.</summary>
    public static async Task<Problem?> FindProblemAsync(StrataSession session, IBuildHost host, EngineConnection engine, ImageBuilt built, CancellationToken cancellation)
    {
        var image = session.Graph.Get(built.Image);
        (engine, var settings) = await ContainerPlace.SettleAsync(session, session.Build as IRunImages, host, engine, cancellation);
        await using var keeper = await KeepAsync(host, engine, settings, cancellation);
        var verification = new Verification(new ContainerEngine(host, engine), engine, settings);
        return (await verification.VerifyAsync(new RunnableImage(image, built.Reference, built.Digest), [], cancellation)).Problem;
    }

    // On another machine nothing is left when this process is killed or the connection is lost; on this one the next call removes it.
    private static async Task<ServiceKeeper?> KeepAsync(IBuildHost host, EngineConnection engine, RunSettings settings, CancellationToken cancellation) =>
        settings.Call is null ? null : await ServiceKeeper.StartAsync(host, engine, settings, Verification.NetworkPattern(settings), cancellation);

    private static async Task VerifyAsync(StrataSession session, IRunImages call, string[]? names, CancellationToken cancellation)
    {
        var format = FormatChoice.Of(call.Format, "text", "json");
        ImmutableArray<ImageDefinition> asked = names is null ? session.Graph.Images : [.. names.Select(session.Graph.Get).Distinct()];
        await using var place = await ContainerPlace.OpenAsync(session, call);
        var verification = new Verification(place.Containers, place.Engine, place.Settings);
        await verification.ClearAsync(cancellation);
        await using var keeper = await KeepAsync(place.Place.Host, place.Engine, place.Settings, cancellation);

        // Each has a process or two, and mostly waits for itself.
        using var room = new SemaphoreSlim(Math.Clamp(Environment.ProcessorCount, 1, MostAtOnce));
        var results = await Task.WhenAll(asked.Select(OneAsync));
        if (format == "json")
        {
            DataOutput.Writer.Write(VerifyView.Json(results));
        }
        else if (results.Length > 1)
        {
            ConsoleOutput.Data.Write(VerifyView.Table(results));
        }

        var problems = results.Where(r => r.Outcome == VerifyOutcome.Failed).Select(r => r.Problem! with { Next = null, Excerpt = null }).ToImmutableArray();
        if (!problems.IsEmpty)
        {
            throw new StrataException(ExitCode.BuildFailed, problems);
        }

        async Task<VerifyResult> OneAsync(ImageDefinition image)
        {
            await room.WaitAsync(cancellation);
            try
            {
                var result = await ResultAsync(image);

                // All of it at once: another image's may end at the same time.
                ConsoleOutput.Progress.WriteLine(string.Join('\n', VerifyView.Lines(result, asked.Max(i => i.Name.Length), ConsoleOutput.ProgressStyle)));
                return result;
            }
            finally
            {
                room.Release();
            }
        }

        async Task<VerifyResult> ResultAsync(ImageDefinition image)
        {
            switch (await session.Invocation!.ResultAsync(image.Name))
            {
                case ImageSkipped skipped:
                    return new VerifyResult(image.Name, VerifyOutcome.Missing, TimeSpan.Zero, [$"skipped: {skipped.Reason}"], null);
                case ImageAvailable when session.Invocation.HostOf(image.Name) is { } host && host != place.Place.Remote?.Name:
                    return new VerifyResult(image.Name, VerifyOutcome.Missing, TimeSpan.Zero, [$"is on {host}, and containers run on this machine"], null);
                case not ImageAvailable:
                    return new VerifyResult(image.Name, VerifyOutcome.Missing, TimeSpan.Zero, ["not built"], null);
            }

            var order = session.Graph.StartOrder([image]);
            var there = await RunTargets.AvailableAsync(session, place, order, note: false);
            if (order.FirstOrDefault(o => there.All(t => t.Definition != o)) is { } missing)
            {
                return new VerifyResult(image.Name, VerifyOutcome.Missing, TimeSpan.Zero, [$"needs {missing.Name}, which is not there"], null);
            }

            return await verification.VerifyAsync(there[^1], there[..^1], cancellation);
        }
    }
}
