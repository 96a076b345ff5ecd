using Strata.Targets.Generated;

// Pull requests build what they affect, with what the registry has of the rest; main and version tags publish. The lock is not held fast
// (Locked): Debian's archive keeps only its newest packages, so that a lock of yesterday cannot always be built today.
[GiteaActions("images",
    OnPushBranches = ["main"],
    OnPushTags = ["v*"],
    OnPullRequestBranches = ["main"],
    Arguments = ["--supply", "Debian"],
    Locked = false,
    ImportVariables = ["REGISTRY"],
    ImportSecrets = ["REGISTRY_USER", "REGISTRY_TOKEN"],
    BuildHost = true,
    PullRequestSecrets = ["REGISTRY_USER=REGISTRY_READ_USER", "REGISTRY_TOKEN=REGISTRY_READ_TOKEN"],
    UpstreamSchedule = "17 3 * * 1")]
internal partial class Build;
