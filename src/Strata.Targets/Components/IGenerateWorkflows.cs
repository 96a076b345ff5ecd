using Nuke.Common;
using Strata.Targets.Generated;

namespace Strata.Targets.Components;

/// <summary>Generates what runs the build's targets elsewhere: workflows of the forge, run configurations of editors.</summary>
public interface IGenerateWorkflows : IHazImages
{
    /// <summary>Writes the files.</summary>
    Target GenerateWorkflows => _ => _
        .Description("Writes the forge's workflows and the editors' run configurations from the build's targets")
        .Executes(() => StrataSession.Of(this).Guard(() => GenerateTargets.Generate(StrataSession.Of(this))));

    /// <summary>Fails when they are not what the targets say.</summary>
    Target CheckWorkflows => _ => _
        .Description("Fails, with the difference, when workflows or run configurations are not what the build's targets say")
        .Executes(() => StrataSession.Of(this).Guard(() => GenerateTargets.Check(StrataSession.Of(this))));
}
