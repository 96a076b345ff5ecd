using System.Diagnostics;

namespace Strata.Targets.Tests.Views;

/// <summary>A browser without a window.</summary>
internal static class Chromium
{
    /// <summary>What makes pages believe that their reader prefers dark colours.</summary>
    public static string[] Dark => ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"];

    /// <summary>Takes a picture of a page.</summary>
    public static async Task<PngPixels> ShootAsync(string page, string picture, int width, int height, bool isDark)
    {
        File.Delete(picture);
        string[] dark = isDark ? Dark : [];
        var said = await RunAsync(["--hide-scrollbars", $"--window-size={width},{height}", $"--screenshot={picture}", .. dark, "file://" + page]);
        Assert.That(File.Exists(picture), Is.True, said);
        return PngPixels.Read(await File.ReadAllBytesAsync(picture));
    }

    /// <summary>Runs the browser to its end.</summary>
    /// <returns>All that it prints.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var profile = Directory.CreateTempSubdirectory("strata-chromium-");
        string[] flags =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage",
            $"--user-data-dir={profile.FullName}",
        ];
        var start = new ProcessStartInfo("chromium", [.. flags, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return string.Join('\n', said);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }
}
