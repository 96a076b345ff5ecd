using Nuke.Common;
using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Engine.Supplies;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>A build that one call leaves to its host (<c>--detach</c>), and another one takes up (<c>Attach</c>).</summary>
internal static class DetachedBuild
{
    /// <summary>Refuses to leave to the host what targets of the same call need.</summary>
    /// <exception cref="DefinitionException">One is planned.</exception>
    public static void Check(INukeBuild build, IReadOnlyCollection<string> planned)
    {
        if (build is IHazRemoteHost { Detach: true } && planned.FirstOrDefault(NeedsImages) is { } target)
        {
            throw new DefinitionException(new Problem(
                "--detach", $"{target} needs the images, which the host still builds when this call has ended", $"leave BuildAll to it, then call Attach and {target}"));
        }

        // A build's own target of such a name is its own affair.
        bool NeedsImages(string t) => build is IRunImages && ImageChoice.IsStarting(t) || build is IVerifyDependencies && t == nameof(IVerifyDependencies.VerifyDependencies);
    }

    /// <summary>Ends an Attach that would build all by itself, beside a job of other words perhaps.</summary>
    /// <exception cref="DefinitionException">Nothing was left to the host, and images are missing.</exception>
    public static void CheckJob(StrataSession session, CallPlan call)
    {
        var place = call.Places.All[0];
        if (!RemoteSelection.IsAttaching(session) || place.HasJob)
        {
            return;
        }

        var of = RegistrySelection.Prefix(session) is { } prefix ? $"for {prefix}" : "without a registry";
        if (call.Plan.ToBuild.Any())
        {
            throw new DefinitionException(new Problem(
                $"detached build on {place.Host.Name}", $"there is none {of}", "call Attach with the words that --detach has printed, or build with BuildAll --remote"));
        }

        ConsoleOutput.Progress.WriteLine($"nothing was left to {place.Host.Name} {of}: its images are there already");
    }

    /// <summary>Whether the build takes up the job on the host. If not, no other client builds there from here on.</summary>
    public static async Task<bool> TakesUpAsync(StrataSession session, PlaceBuild build, IBuildProgress progress, CancellationToken cancellation)
    {
        if (build.Place.HasJob && build.Solver is { } solver && await solver.TakesUpAsync(build.Request, progress, cancellation))
        {
            return true;
        }

        await build.Place.LockBuildsAsync(session, cancellation);
        return false;
    }

    /// <summary>Leaves a build to its host.</summary>
    /// <exception cref="DefinitionException">It needs what goes with the call.</exception>
    /// <exception cref="StrataException">It cannot be started (exit code 4).</exception>
    public static async Task LeaveAsync(StrataSession session, PlaceBuild build, CancellationToken cancellation)
    {
        await using (build)
        {
            if (build.HasLogin)
            {
                throw new DefinitionException(new Problem("--detach", "this build stands on images of a registry that wants a login, which ends with this call", "build without --detach"));
            }

            if (build.Request.Targets.FirstOrDefault(t => !t.Secrets.IsEmpty) is { } secret)
            {
                throw new DefinitionException(new Problem("--detach", $"'{secret.Name}' is built with a secret, which is taken from the host when this call ends", "build without --detach"));
            }

            await build.Solver!.DetachAsync(build.Request, build.Place.LockFile(session), cancellation);
        }

        var publishing = RemoteImages.Publishes(session) ? "; nothing is published before Attach" : "";
        ConsoleOutput.Progress.WriteLine($"left    {build.Request.Targets.Length} images to {build.Place.Host.Name}{publishing}; next: ./build.sh {Words(session)}");
    }

    // By other words it would be another build, or be published otherwise.
    private static string Words(StrataSession session)
    {
        var build = session.Build;
        List<string> words = [nameof(IRunRemote.Attach)];
        Add("--remote", (build as IHazRemoteHost)?.Remote is [var host] ? host : null);
        Add("--build-host-path", (build as IHazRemoteHost)?.BuildHostPath);
        Add("--registry", (build as IHazRegistry)?.Registry);
        Add("--owner", (build as IHazRegistry)?.Owner);
        Add("--tag", (build as IHazTag)?.Tag);
        Add("--supply", build is IHazImages { Supply: not SupplyChoice.Auto and var supply } ? supply.ToString() : null);
        Switch("--force", build is IBuildImages { Force: true });
        Switch("--no-cache", build is IBuildImages { NoCache: not null });
        words.AddRange((build as IBuildImages)?.NoCache ?? []);
        Switch("--unnamed", build is IPublishImages { Unnamed: true });
        Add("--push", build is IPublishImages { Registry.Length: > 0 } && !RemoteImages.Publishes(session) ? "false" : null);
        return ShellQuote.Join(words);

        void Add(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                words.AddRange([name, value]);
            }
        }

        void Switch(string name, bool isOn)
        {
            if (isOn)
            {
                words.Add(name);
            }
        }
    }
}
