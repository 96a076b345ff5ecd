using System.Diagnostics;
using Strata.Targets.Tests.Views;

namespace Strata.EndToEnd;

/// <summary>A real browser that opens a page, takes a picture of it, and ends.</summary>
internal static class Chromium
{
    /// <summary>Opens a page in a window of this size and gives its scripts eight seconds, since a page that polls is never done.</summary>
    /// <param name="url">The page.</param>
    /// <param name="picture">Where the PNG goes; absolute.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static async Task<PngPixels> ShootAsync(string url, string picture, int width, int height)
    {
        await DebianPackage.RequireAsync("chromium");
        Directory.CreateDirectory(Path.GetDirectoryName(picture)!);
        File.Delete(picture);
        var profile = Directory.CreateTempSubdirectory("strata-chromium-");
        var start = new ProcessStartInfo("chromium",
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage", "--no-proxy-server", "--hide-scrollbars",
            $"--user-data-dir={profile.FullName}", $"--window-size={width},{height}", "--timeout=8000", $"--screenshot={picture}", url,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            Assert.That(File.Exists(picture), Is.True, string.Join('\n', said));
            return PngPixels.Read(await File.ReadAllBytesAsync(picture));
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
