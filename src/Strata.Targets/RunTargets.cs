using System.Collections.Immutable;
using System.Net;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Running;
using Strata.Graph;
using Strata.Planning;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;
using Strata.Targets.Views;

namespace Strata.Targets;

/// <summary>What the targets that run services do.</summary>
internal static class RunTargets
{
    /// <summary>Starts services that this call has built, with what they need.</summary>
    /// <param name="session">The session.</param>
    /// <param name="call">The call's parameters.</param>
    /// <param name="names">The services; null for all.</param>
    public static void Run(StrataSession session, IRunImages call, string[]? names) => session.Guard(() => RunAsync(session, call, names));

    /// <summary>Shows how the services stand.</summary>
    public static void ShowStatus(StrataSession session, IRunImages call) => session.Guard(() => StatusAsync(session, call));

    /// <summary>Shows what services have printed.</summary>
    public static void ShowLogs(StrataSession session, IRunImages call) => session.Guard(() => LogsAsync(session, call));

    /// <summary>Stops services.</summary>
    public static void Stop(StrataSession session, IRunImages call) => session.Guard(() => StopAsync(session, call));

    /// <summary>Removes services.</summary>
    public static void Clean(StrataSession session, IRunImages call) => session.Guard(() => CleanAsync(session, call));

    /// <summary>How containers of this call run.</summary>
    /// <exception cref="DefinitionException">The address to bind is none, or the time to wait is not positive.</exception>
    public static RunSettings Settings(StrataSession session, IRunImages? call)
    {
        if (call?.WaitTimeout <= 0)
        {
            throw new DefinitionException(new Problem("command line", $"--wait-timeout takes seconds from 1, not '{call.WaitTimeout}'"));
        }

        var bind = IPAddress.Loopback;
        if (call?.Bind is { } text && !IPAddress.TryParse(text == "localhost" ? "127.0.0.1" : text, out bind!))
        {
            throw new DefinitionException(new Problem("command line", $"--bind takes an address of this machine such as 127.0.0.1 or 0.0.0.0, not '{text}'"));
        }

        return new RunSettings(new CloneNames(session.Root))
        {
            Bind = bind,
            Patience = TimeSpan.FromSeconds(call?.WaitTimeout ?? 120),
            Variables = [.. session.Graph.External.Select(e => e.Variable).Where(v => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(v)))],
        };
    }

    private static async Task RunAsync(StrataSession session, IRunImages call, string[]? names)
    {
        await using var place = await ContainerPlace.OpenAsync(session, call);
        var settings = place.Settings;
        var asked = names is null ? session.Graph.Images.Where(i => !i.Ports.IsEmpty) : names.Select(session.Graph.Get);
        var images = await AvailableAsync(session, place, session.Graph.StartOrder(asked), note: true);
        foreach (var external in images.SelectMany(i => i.Definition.Container.External).Distinct().Where(e => !settings.Variables.Contains(e.Variable)))
        {
            ConsoleOutput.Progress.WriteLine(ConsoleOutput.ProgressStyle.Warn($"{external.Name} has no image of ours, and {external.Variable} is not set, so nobody will find it"));
        }

        var width = images.Select(i => i.Definition.Name.Length).DefaultIfEmpty(0).Max();
        if (place.Place.Remote is not null)
        {
            if (images.IsEmpty)
            {
                System.Console.Out.WriteLine($"no service runs on {place.Place.Host.Name}");
                return;
            }

            await RemoteRun.RunAsync(place, images, session.Build.TemporaryDirectory / "running", (state, isNew) => ConsoleOutput.Progress.WriteLine(Line(state, isNew, width)), session.Cancellation);
            return;
        }

        await place.Services.StartAsync(
            images, (state, isNew) => ConsoleOutput.Progress.WriteLine(Line(state, isNew, width)), session.Cancellation);
        System.Console.Out.WriteLine($"{images.Length} {(images.Length == 1 ? "service runs" : "services run")} · next: Status, Logs, Stop, Clean");
    }

    private static async Task StatusAsync(StrataSession session, IRunImages call)
    {
        var format = FormatChoice.Of(call.Format, "text", "json", "mermaid", "svg");
        await using var place = await ContainerPlace.FindAsync(session, call);
        var containers = place is null ? [] : await place.Services.ListAsync(session.Cancellation);
        var states = StatusView.States(session.Graph, containers);
        switch (format)
        {
            case "json":
                DataOutput.Writer.Write(StatusJson.Render(states));
                break;
            case "mermaid":
                DataOutput.Writer.Write(StatusMermaid.Render(session.Graph, states));
                break;
            case "svg":
                DataOutput.Writer.Write(GraphSvg.Render(session.Graph, states));
                break;
            default:
                ConsoleOutput.Data.Write(StatusView.Table(states, DateTimeOffset.UtcNow));
                break;
        }
    }

    private static async Task LogsAsync(StrataSession session, IRunImages call)
    {
        var names = ImageChoice.Names(session, call.Image);
        await using var place = await ContainerPlace.FindAsync(session, call);
        if (place is null || (await place.Services.ListAsync(session.Cancellation)).Where(c => names?.Contains(c.Image) != false).ToArray() is not { Length: > 0 } containers)
        {
            throw new StrataException(ExitCode.WrongDefinition, new Problem("Logs", names is null ? "no service was started" : $"'{string.Join("', '", names)}' was not started", "start it with Run --image NAME"));
        }

        if (place.Place.Remote is { } host && call.Follow && containers.Length > SshHost.MostCommands)
        {
            throw new StrataException(ExitCode.WrongDefinition, new Problem(
                "Logs", $"{containers.Length} services run on {host.Name}, and at most {SshHost.MostCommands} can be followed at once", "name some with --image"));
        }

        // One service alone is read as it prints, also by programs; of several each line says whose it is.
        var width = containers.Length == 1 ? 0 : containers.Max(c => c.Image.Length);
        var gate = new Lock();
        await Task.WhenAll(containers.Select(c => place.Containers.LogsAsync(c.Id, call.Tail, call.Follow, line => Write(c.Image, line), session.Cancellation)));

        void Write(string image, OutputLine line)
        {
            lock (gate)
            {
                (line.IsError ? System.Console.Error : System.Console.Out).WriteLine(width == 0 ? line.Text : $"{image.PadRight(width)} | {line.Text}");
            }
        }
    }

    private static async Task StopAsync(StrataSession session, IRunImages call)
    {
        await using var place = await ContainerPlace.FindAsync(session, call);
        var stopped = place is null ? [] : await place.Services.StopAsync(ImageChoice.Names(session, call.Image), session.Cancellation);
        System.Console.Out.WriteLine(stopped.IsEmpty ? "nothing ran" : $"stopped {string.Join(", ", stopped.Select(c => c.Image))}");
    }

    private static async Task CleanAsync(StrataSession session, IRunImages call)
    {
        var names = ImageChoice.Names(session, call.Image);
        await using var place = await ContainerPlace.FindAsync(session, call);
        if (place is null)
        {
            System.Console.Out.WriteLine("no engine runs, so nothing does");
            return;
        }

        var (containers, volumes) = await place.Services.CleanAsync(names, call.Volumes, session.Cancellation);
        System.Console.Out.WriteLine(containers.IsEmpty ? "no containers" : $"removed {string.Join(", ", containers)}");
        if (call.Volumes)
        {
            System.Console.Out.WriteLine(volumes.IsEmpty ? "no volumes" : $"removed volumes {string.Join(", ", volumes)}");
        }

        if (call.Rmi)
        {
            var references = new List<string>();
            foreach (var image in session.Graph.Images.Where(i => names?.Contains(i.Name) ?? true))
            {
                references.AddRange(await place.Containers.ReferencesAsync(image.Name, session.Cancellation));
            }

            var removed = await place.Containers.RemoveImagesAsync(references, session.Cancellation);
            System.Console.Out.WriteLine(removed.IsEmpty ? "no images" : $"removed images {string.Join(", ", removed)}");
        }
    }

    /// <summary>Those of some images that this call has where its containers run; which are missing is told.</summary>
    public static async Task<ImmutableArray<RunnableImage>> AvailableAsync(StrataSession session, ContainerPlace place, IEnumerable<ImageDefinition> images, bool note)
    {
        var there = ImmutableArray.CreateBuilder<RunnableImage>();
        foreach (var image in images)
        {
            switch (await session.Invocation!.ResultAsync(image.Name))
            {
                case ImageAvailable when session.Invocation.HostOf(image.Name) is { } host && host != place.Place.Remote?.Name:
                    if (note)
                    {
                        ConsoleOutput.Progress.WriteLine(ConsoleOutput.ProgressStyle.Warn($"{image.Name} is on {host}, and containers run on this machine, so it is not started"));
                    }

                    break;
                case ImageAvailable available:
                    there.Add(new RunnableImage(image, available.Reference, available.Digest, session.Invocation.IsRemote(image.Name)));
                    break;
                case ImageSkipped skipped when note:
                    ConsoleOutput.Progress.WriteLine($"{image.Name} is skipped: {skipped.Reason}");
                    break;
                case var missing when note && missing is not ImageSkipped:
                    ConsoleOutput.Progress.WriteLine(ConsoleOutput.ProgressStyle.Warn($"{image.Name} was not built, so it is not started"));
                    break;
            }
        }

        return there.ToImmutable();
    }

    private static string Line(ContainerState state, bool isNew, int width)
    {
        var style = ConsoleOutput.ProgressStyle;
        var url = state.Ports.Select(p => p.Url).OfType<Uri>().FirstOrDefault();
        return $"  {style.Name(state.Image.PadRight(width))}  {style.Good(state.Health ?? "running")}  {url?.ToString().TrimEnd('/')}{(isNew ? "" : style.Faint("  (ran already)"))}";
    }
}
