using Strata.Engine.Tests.BuildKit;

namespace Strata.EndToEnd;

/// <summary>Three images in place of a clone's own, each a few bytes: base, middle on it, and leaf on middle.</summary>
internal static class SmallImages
{
    // Variables change the graph, so that it is compiled once.
    private const string Images = """
        using System;
        using System.IO;
        using System.Threading;
        using Nuke.Common;
        using Strata.Targets.Images;

        internal partial class Build
        {
            private Target Base => _ => _.Image(i => (Variable("STAGE_VERIFIED") is null ? i : i.Verified()).Name("base").On(Variable("STAGE_BASE_HOST")).Check("busybox test -s /opt/base/content.txt"));
            private Target Middle => _ => _.Image(i => (Variable("STAGE_SECRET") is null ? i : i.Secret("token", "STAGE_TOKEN")).Name("middle").From(Base).On(Variable("STAGE_MIDDLE_HOST")));
            private Target Leaf => _ => _.Image(i => (Variable("STAGE_PORT") is { } port ? i.Port(8000, published: int.Parse(port)).Smoke("/content.txt", contains: Variable("STAGE_CONTENT")) : i)
                .Name("leaf").From(Middle).On(Variable("STAGE_LEAF_HOST")));

            // Fails when a file is there.
            private Target Own => _ => _.After(Base).Before(Leaf).Executes(() =>
            {
                while (!File.Exists(Variable("STAGE_OWN")))
                    Thread.Sleep(20);
                throw new InvalidOperationException("a target of the user's own");
            });

            private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
        }

        """;

    /// <summary>Their names, parents first.</summary>
    public static readonly string[] Names = ["base", "middle", "leaf"];

    /// <summary>A clone with them; nothing of them comes from outside.</summary>
    /// <param name="home">Its home; null for an empty one.</param>
    /// <param name="way">The way of compiling.</param>
    /// <param name="sources">More files of the build program.</param>
    public static async Task<WorkingCopy> CloneAsync(string? home = null, string way = "plain", params (string File, string Text)[] sources)
    {
        var clone = await Clones.CreateAsync(home, way, [("build/Build.Images.cs", Images), .. sources]);
        for (var i = 0; i < Names.Length; i++)
        {
            Add(clone, Names[i], i == 0 ? "scratch" : Names[i - 1]);
        }

        return clone;
    }

    /// <summary>Puts busybox into the base, so that steps and containers can run.</summary>
    public static async Task AddBusyboxAsync(WorkingCopy clone)
    {
        var busybox = await DebianTool.FindAsync("busybox-static", "usr/bin/busybox", "bin/busybox");
        File.Copy(busybox, Path.Combine(clone.Directory, "services", "base", "busybox"));
        File.AppendAllText(Path.Combine(clone.Directory, "docker", "base", "Dockerfile"), "COPY services/base/busybox /bin/busybox\nCOPY services/base/busybox /bin/sh\n");
    }

    /// <summary>Writes an image's Dockerfile, and what it copies.</summary>
    public static void Add(WorkingCopy clone, string image, string parent)
    {
        var folder = Directory.CreateDirectory(Path.Combine(clone.Directory, "docker", image)).FullName;
        File.WriteAllText(Path.Combine(folder, "Dockerfile"), $"FROM {parent}\nCOPY services/{image} /opt/{image}/\n");
        Fill(clone, image, image);
    }

    /// <summary>Says what an image is made of.</summary>
    public static void Fill(WorkingCopy clone, string image, string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(clone.Directory, "services", image)).FullName;
        File.WriteAllText(Path.Combine(folder, "content.txt"), content + "\n");
    }

    /// <summary>Makes all three of something that never was.</summary>
    public static void Refill(WorkingCopy clone)
    {
        foreach (var image in Names)
        {
            Fill(clone, image, Guid.NewGuid().ToString());
        }
    }
}
