namespace Strata.Engine.Engines;

/// <summary>The command that installs something on a host's distribution.</summary>
internal static class InstallAdvice
{
    /// <summary>How to get Docker with buildx.</summary>
    internal static string Docker(OperatingSystemRelease release) => release switch
    {
        { IsDebian: true } => "apt-get install docker.io docker-cli docker-buildx",
        { Id: "fedora" } => "dnf install moby-engine docker-buildx && systemctl enable --now docker",
        { Id: "arch" } => "pacman -S docker docker-buildx && systemctl enable --now docker",
        { Id: "alpine" } => "apk add docker docker-cli-buildx && rc-service docker start",
        _ when OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() => "install Docker Desktop and start it",
        _ => "install Docker Engine with the buildx plugin, see https://docs.docker.com/engine/install",
    };

    /// <summary>How to get a package that has the same name everywhere.</summary>
    internal static string Package(OperatingSystemRelease release, string name) => release switch
    {
        { IsDebian: true } => $"apt-get install {name}",
        { Id: "fedora" } => $"dnf install {name}",
        { Id: "arch" } => $"pacman -S {name}",
        { Id: "alpine" } => $"apk add {name}",
        _ => $"install {name}",
    };
}
