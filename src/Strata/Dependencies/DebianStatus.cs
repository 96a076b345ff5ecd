using System.Collections.Immutable;
using System.Globalization;

namespace Strata.Dependencies;

/// <summary>Reads dpkg's database of packages.</summary>
public static class DebianStatus
{
    /// <summary>The packages that are installed, line by line: the text need not be held.</summary>
    public static ImmutableArray<FoundPackage> Read(TextReader text)
    {
        var packages = ImmutableArray.CreateBuilder<FoundPackage>();
        string? name = null, version = null;
        var (bytes, isInstalled) = (0L, true);
        for (var line = text.ReadLine(); ; line = text.ReadLine())
        {
            if (string.IsNullOrEmpty(line))
            {
                if (name is not null && version is not null && isInstalled)
                {
                    packages.Add(new FoundPackage(name, version, bytes));
                }

                (name, version, bytes, isInstalled) = (null, null, 0, true);
                if (line is null)
                {
                    return packages.ToImmutable();
                }
            }
            else if (Field(line, "Package: ") is { } package)
            {
                name = package;
            }
            else if (Field(line, "Version: ") is { } written)
            {
                version = written;
            }
            else if (Field(line, "Status: ") is { } status)
            {
                isInstalled = status.EndsWith(" installed", StringComparison.Ordinal);
            }
            else if (Field(line, "Installed-Size: ") is { } size && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes))
            {
                bytes = kibibytes * 1024;
            }
        }
    }

    private static string? Field(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..].Trim() : null;
}
