using Nuke.Common;
using Strata.Targets.Views;

namespace Strata.Targets.Components;

/// <summary>Completes what users type in their shell.</summary>
public interface IComplete : IHazParameters
{
    /// <summary>The shell that Completion writes for.</summary>
    [Parameter("The shell that Completion writes for: bash, zsh, fish or powershell.",
        ValueProviderType = typeof(IComplete), ValueProviderMember = nameof(Shells))]
    string? Shell => TryGetValue(() => Shell);

    /// <summary>The shells that there are.</summary>
    sealed IEnumerable<string> Shells => CompletionScript.Shells;

    /// <summary>Prints the script that makes a shell complete targets, images, parameters and values.</summary>
    Target Completion => _ => _
        .Description("Prints the script that makes your shell complete what you type: eval \"$(./build.sh Completion --shell bash)\"")
        .Executes(() => StrataSession.Of(this).Guard(() => DataOutput.Writer.Write(CompletionScript.Of(Shell))));
}
