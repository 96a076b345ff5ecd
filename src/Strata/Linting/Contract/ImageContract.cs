using System.Collections.Immutable;
using Strata.Dependencies;
using Strata.Dockerfiles;
using Strata.Graph;

namespace Strata.Linting.Contract;

/// <summary>What an image installs, what its parents bring and what its Python sources import.</summary>
internal sealed class ImageContract
{
    // Images from outside that bring no Python library which a service could count on.
    private static readonly string[] Bare = ["python", "debian", "ubuntu", "alpine", "buildpack-deps", "nvidia/cuda", "busybox", "fedora", "rockylinux", "almalinux", "uv"];

    private ImmutableHashSet<PackageName>? _provided;

    public ImageContract(LintedFile file)
    {
        File = file;
        Parent = file.Target.Chain.FirstOrDefault(s => s.File != file)?.File.Contract;
        Stages = OwnStages(file);
        Installs = [.. Stages.SelectMany(s => new InstallReader(s).Read())];
        Sources = PythonSources.Read(file, Stages);
        IsComplete = (Parent?.IsComplete ?? IsBare(file)) && Installs.All(i => i.List.IsComplete);
    }

    /// <summary>The Dockerfile.</summary>
    public LintedFile File { get; }

    /// <summary>The contract of the image that it stands on; null for an upstream.</summary>
    public ImageContract? Parent { get; }

    /// <summary>The image's name.</summary>
    public string Name => File.Image!.Name;

    /// <summary>The stages of its Dockerfile whose files it has.</summary>
    public ImmutableArray<LintedStage> Stages { get; }

    /// <summary>What it installs itself.</summary>
    public ImmutableArray<Install> Installs { get; }

    /// <summary>Its own Python sources.</summary>
    public PythonSources Sources { get; }

    /// <summary>Whether nothing but what is known here is installed in it and in all below it.</summary>
    public bool IsComplete { get; }

    /// <summary>The images below it, the nearest first.</summary>
    public IEnumerable<ImageContract> Below
    {
        get
        {
            for (var below = Parent; below is not null; below = below.Parent)
            {
                yield return below;
            }
        }
    }

    /// <summary>The files that say what it installs, and its sources.</summary>
    public IEnumerable<DependencyFile> Files => Installs.SelectMany(i => i.List.Files).Concat(Sources.Files.Select(s => s.File));

    /// <summary>What it asks for itself, each with its installation.</summary>
    public IEnumerable<(Requirement Requirement, Install Install)> Own => Installs.SelectMany(i => i.List.Requirements.Select(r => (r, i)));

    /// <summary>Every distribution that it has: its own, its parents', and what these bring along.</summary>
    public ImmutableHashSet<PackageName> Provided => _provided ??=
    [
        .. Own.SelectMany(o => ImportNames.NeedsOf(o.Requirement.Name).Prepend(o.Requirement.Name)),
        .. Parent?.Provided ?? Upstream(File),
    ];

    /// <summary>The requirement by which the nearest parent brings a distribution; null when none does.</summary>
    public (ImageContract Image, Requirement Requirement, Install Install)? Brought(PackageName name)
    {
        foreach (var below in Below)
        {
            if (below.Own.FirstOrDefault(o => o.Requirement.Name == name) is { Requirement: { } requirement } own)
            {
                return (below, requirement, own.Install);
            }
        }

        return null;
    }

    /// <summary>Whether what it starts names the word.</summary>
    public bool Mentions(string word) => Stages
        .SelectMany(s => s.Stage.Instructions.Where(i => i is CmdInstruction or EntrypointInstruction or HealthcheckInstruction))
        .Any(i => File.Dockerfile.TextOf(i.Span).Contains(word, StringComparison.Ordinal));

    // Stages below the target in the same file, and those that it copies from, whose environments travel with the files.
    private static ImmutableArray<LintedStage> OwnStages(LintedFile file)
    {
        var stages = new List<LintedStage>();
        var waiting = new Queue<LintedStage>([file.Target]);
        while (waiting.TryDequeue(out var stage))
        {
            if (stage.File != file || stages.Contains(stage))
            {
                continue;
            }

            stages.Add(stage);
            foreach (var next in stage.Uses.Where(u => u.Instruction is CopyInstruction).Select(u => file.FindStage(u.Name)).Append(stage.Base).OfType<LintedStage>())
            {
                waiting.Enqueue(next);
            }
        }

        return [.. stages.OrderBy(s => s.Stage.Index)];
    }

    private static bool IsBare(LintedFile file) => file.Target.Chain.Last() is var last && (last.IsScratch || last.Upstream is { } upstream && Bare.Any(b => upstream.Path == b || upstream.Path.EndsWith("/" + b, StringComparison.Ordinal)));

    // What the Debian supply puts under a Dockerfile's name.
    private static IEnumerable<PackageName> Upstream(LintedFile file) =>
        file.Fleet is { Supply: Supply.Debian } && file.Target.Root is { } root
            ? file.Image!.Upstreams.Where(u => NameMatch.IsSame(u, root)).SelectMany(u => u.Debian?.Packages ?? []).Select(p => DebianPackageList.Python(p))
            : [];
}
