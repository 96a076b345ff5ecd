
namespace Strata.EndToEnd;

/// <summary>Clones in whose build class a variable switches mistakes on, so that it is compiled once for all of them.</summary>
internal static class Mistakes
{
    /// <summary>The variable; it names one mistake.</summary>
    public const string Variable = "MISTAKE";

    /// <summary>A clone that is as it should be while the variable is not set.</summary>
    /// <param name="home">Its home; null for an empty one.</param>
    public static async Task<WorkingCopy> CloneAsync(string? home = null) => await Clones.CreateAsync(
        home,
        "plain",
        ("build/Build.Images.cs", Clones.Edited(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "build/Build.Images.cs")),
            ("i => i\n        .From(Python).Uses(Uv)\n        .Version(\"v1.0.1\")\n        .Title(\"Base runtime\")", "i => (Is(\"cycle\") ? i.From(BaseMl) : i.From(Python)).Uses(Uv)\n        .Version(\"v1.0.1\")\n        .Title(\"Base runtime\")"),
            ("published: 8102", "published: Is(\"port\") ? 8101 : 8102"),
            ("\"b1693ecba9f5b65f8c80ab36b195ab963ec92413\"", "Is(\"branch\") ? \"master\" : \"b1693ecba9f5b65f8c80ab36b195ab963ec92413\""),
            ("\"2026.7.3\"", "Is(\"latest\") ? \"latest\" : \"2026.7.3\""))),
        ("build/Build.Mistakes.cs", $$"""
            internal partial class Build
            {
                int? Strata.Targets.Components.IAnalyzeImages.FleetBudget => Is("budget") ? 100 : null;

                private static bool Is(string mistake) => System.Environment.GetEnvironmentVariable("{{Variable}}") == mistake;
            }

            """));
}
