using System.ComponentModel;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Utilities.Collections;
using Nuke.Components;
using Serilog;

namespace Nuke.Embedded.Tests.Samples;

public enum Engine
{
    Auto,
    Docker,
    Private,
}

/// <summary>A component with a target and parameters, as Strata has them.</summary>
public interface IBuildLayers : INukeBuild
{
    [Parameter("Which engine builds")] Engine Engine => TryGetValue<Engine?>(() => Engine) ?? Engine.Auto;

    [Parameter("A tag for the images")] string Tag => TryGetValue(() => Tag);

    [Parameter("Build on another machine", Separator = ",")] string[] Remote => TryGetValue(() => Remote);

    Target BuildAll => _ => _
        .Description("Builds all layers, the base first, and says at the end which were built, which were there already and which were left out")
        .DependsOn<Layers>(b => b.SvcOcr)
        .Executes(() => Log.Information("engine {Engine}, tag {Tag}", Engine, Tag ?? "none"));
}

/// <summary>A build like the product's.</summary>
public class Layers : SampleBuild, IBuildLayers, IHazReports
{
    [Parameter("How many at once")] readonly int? Parallel;

    [Parameter] readonly AbsolutePath Output;

    [Parameter("Token of the registry")] [Secret] readonly string RegistryToken;

    public static int Run() => Execute<Layers>(b => ((IBuildLayers)b).BuildAll);

    public Target BaseRuntime => _ => _.Description("Base of all").Executes(() =>
    {
        Log.Information("parallel {Parallel}, output {Output}, token {HasToken}, {Reports}", Parallel, Output, RegistryToken != null, ((IHazReports)this).ReportDirectory);
        ReportSummary(s => s.AddPair("size", "120 MB").AddPair("layers", 3));
    });

    public Target BaseMl => _ => _.DependsOn(BaseRuntime).Executes(async () => await Task.Yield());

    public Target SvcOcr => _ => _.DependsOn(BaseMl).Executes(() => Environment.GetEnvironmentVariable("BREAK") is { } text ? throw new InvalidOperationException(text) : 0);

    public Target Lint => _ => _.Before(BaseRuntime).Executes(() => Log.Warning("nothing to lint"));

    public Target Hidden => _ => _.Unlisted().TriggeredBy(BaseMl).Executes(Say("Hidden"));
}
