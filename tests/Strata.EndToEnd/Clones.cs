using Strata.Targets.Tests.Views;

namespace Strata.EndToEnd;

/// <summary>Clones of the working tree, each a copy of one in which the build program was compiled: once as it is, and once for each set of sources that tests put in place of its own.</summary>
internal static class Clones
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly Dictionary<string, WorkingCopy> Compiled = new(StringComparer.Ordinal);
    private static WorkingCopy? place;

    /// <summary>A clone in a folder of its own; nothing of an earlier call is in it but the compiled build program.</summary>
    /// <param name="home">A home to share with other clones, so that the engine is fetched once; null for an empty one.</param>
    /// <param name="way">The way of compiling: <c>plain</c> or <c>native</c>, which takes a minute more. What is compiled later in the clone is <c>plain</c>.</param>
    /// <param name="sources">Files of the build program, relative to the root, and their texts.</param>
    public static async Task<WorkingCopy> CreateAsync(string? home = null, string way = "plain", params (string File, string Text)[] sources)
    {
        var key = $"{way}\0{string.Join('\0', sources)}";
        await Gate.WaitAsync();
        try
        {
            if (!Compiled.TryGetValue(key, out var compiled))
            {
                Compiled[key] = compiled = await CompileAsync(way, sources);
            }

            return compiled.Duplicate(home);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>The text of a file with another one in one place; it has to be there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="edits">What goes, and what comes for it.</param>
    public static string Edited(string text, params (string Old, string New)[] edits)
    {
        foreach (var (old, replacement) in edits)
        {
            Assert.That(text, Does.Contain(old), "the file has changed: mend this test's edit");
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Deletes what the clones were copied from.</summary>
    public static void End()
    {
        place?.Dispose();
        foreach (var compiled in Compiled.Values)
        {
            compiled.Dispose();
        }
    }

    // The first time as in a newcomer's clone; after that, in the same folder, only what differs is compiled.
    private static async Task<WorkingCopy> CompileAsync(string way, (string File, string Text)[] sources)
    {
        place ??= await WorkingCopy.CreateAsync(EngineHome.Path);
        using var written = place.Write([(".nuke/temp/ahead", "plain\n"), .. sources]);
        using var asked = place.Borrow(("STRATA_COMPILE", way));
        if (way == "native")
        {
            await DebianPackage.RequireAsync("gcc");
        }

        var call = await place.BuildAsync("--help");
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Error, Does.Not.Contain("cannot be compiled"));
        return place.Duplicate(EngineHome.Path);
    }
}
