namespace Strata.Engine.Running;

/// <summary>Labels of containers, volumes and networks that are ours.</summary>
public static class ContainerLabels
{
    /// <summary>Which clone started it: <see cref="CloneNames.Id"/>.</summary>
    public const string Clone = "io.strata.clone";

    /// <summary>The clone's repository root.</summary>
    public const string Root = "io.strata.root";

    /// <summary>The image's name in the graph.</summary>
    public const string Image = "io.strata.image";

    /// <summary>What it is for: <see cref="Service"/> or <see cref="Verification"/>.</summary>
    public const string Role = "io.strata.role";

    /// <summary>Where its ports answer: <c>8000=127.0.0.1:8101</c>, with ',' between them.</summary>
    public const string Ports = "io.strata.ports";

    /// <summary>A hash of image and command line, which tells whether it is still what the definition says.</summary>
    public const string Configuration = "io.strata.configuration";

    /// <summary>The process that will remove it.</summary>
    public const string Owner = "io.strata.owner";

    /// <summary>The call that it ends with, where it does not outlive its call.</summary>
    public const string Call = "io.strata.call";

    /// <summary>A role: it runs until it is stopped.</summary>
    public const string Service = "service";

    /// <summary>A role: it lives as long as the verification of an image.</summary>
    public const string Verification = "verification";
}
