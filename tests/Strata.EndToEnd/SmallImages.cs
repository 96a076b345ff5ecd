namespace Strata.EndToEnd;

/// <summary>Three images in place of a clone's own, each a few bytes: base, middle on it, and leaf on middle.</summary>
internal static class SmallImages
{
    /// <summary>Their names, parents first.</summary>
    public static readonly string[] Names = ["base", "middle", "leaf"];

    /// <summary>Writes them; nothing of them comes from outside.</summary>
    public static void Write(WorkingCopy copy)
    {
        File.WriteAllText(Path.Combine(copy.Directory, "build", "Build.Images.cs"), """
            using Nuke.Common;
            using Strata.Targets.Images;

            internal partial class Build
            {
                private Target Base => _ => _.Image(i => i.Name("base"));
                private Target Middle => _ => _.Image(i => i.Name("middle").From(Base));
                private Target Leaf => _ => _.Image(i => i.Name("leaf").From(Middle));
            }

            """);
        for (var i = 0; i < Names.Length; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(copy.Directory, "docker", Names[i])).FullName;
            File.WriteAllText(Path.Combine(folder, "Dockerfile"), $"FROM {(i == 0 ? "scratch" : Names[i - 1])}\nCOPY services/{Names[i]} /opt/{Names[i]}/\n");
            Fill(copy, Names[i], Names[i]);
        }
    }

    /// <summary>Says what an image is made of.</summary>
    public static void Fill(WorkingCopy copy, string image, string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(copy.Directory, "services", image)).FullName;
        File.WriteAllText(Path.Combine(folder, "content.txt"), content + "\n");
    }
}
