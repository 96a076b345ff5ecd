using System.Diagnostics.CodeAnalysis;

namespace Strata.Layers;

/// <summary>An installed Python distribution, as its <c>.dist-info</c> or <c>.egg-info</c> tells it.</summary>
/// <param name="Site">The folder that it is installed in, relative to the root: <c>usr/lib/python3/dist-packages</c>.</param>
/// <param name="Name">As the metadata's folder spells it.</param>
/// <param name="Version">Such as <c>2.2.4</c>; empty when the folder says none.</param>
public sealed record PythonDistribution(string Site, string Name, string Version)
{
    /// <summary>The name as PyPI compares it: lower case, with single dashes.</summary>
    public string Key => Normalize(Name);

    /// <summary>Reads the distribution out of a path at or below its metadata.</summary>
    /// <param name="path">Such as <c>usr/lib/python3/dist-packages/numpy-2.2.4.dist-info/RECORD</c>.</param>
    /// <param name="distribution">What it tells.</param>
    /// <param name="rest">What stands behind the metadata's folder: <c>RECORD</c>; empty for the folder itself.</param>
    public static bool TryRead(string path, [NotNullWhen(true)] out PythonDistribution? distribution, out string rest)
    {
        (distribution, rest) = (null, "");
        if (SiteOf(path) is not { } site)
        {
            return false;
        }

        var start = site.Length + 1;
        var slash = path.IndexOf('/', start);
        var folder = slash < 0 ? path[start..] : path[start..slash];
        var name = folder.EndsWith(".dist-info", StringComparison.Ordinal) || folder.EndsWith(".egg-info", StringComparison.Ordinal)
            ? folder[..folder.LastIndexOf('.')]
            : null;
        if (name is not { Length: > 0 })
        {
            return false;
        }

        // 'name-version', and for eggs 'name-version-py3.12'.
        var parts = name.Split('-');
        var at = Array.FindIndex(parts, 1, p => p.Length > 0 && char.IsDigit(p[0]));
        distribution = at < 0
            ? new PythonDistribution(site, name, "")
            : new PythonDistribution(site, string.Join('-', parts[..at]), parts[at]);
        rest = slash < 0 ? "" : path[(slash + 1)..];
        return true;
    }

    /// <summary>The innermost folder of Python packages that a path lies in; null when it lies in none.</summary>
    internal static string? SiteOf(string path)
    {
        var at = Math.Max(End(path, "site-packages/"), End(path, "dist-packages/"));
        return at < 0 ? null : path[..(at - 1)];

        static int End(string path, string folder)
        {
            var at = path.LastIndexOf(folder, StringComparison.Ordinal);
            return at < 0 || at > 0 && path[at - 1] != '/' ? -1 : at + folder.Length;
        }
    }

    internal static string Normalize(string name)
    {
        var key = name.ToLowerInvariant().Replace('_', '-').Replace('.', '-');
        while (key.Contains("--", StringComparison.Ordinal))
        {
            key = key.Replace("--", "-", StringComparison.Ordinal);
        }

        return key;
    }
}
