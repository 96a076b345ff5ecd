using System.Globalization;

namespace Strata.Dependencies;

/// <summary>What the files of one Python distribution's metadata say.</summary>
/// <param name="place">Their directory, or the only file; without a slash at either end.</param>
internal sealed class DistributionMetadata(string place)
{
    // Bytes of what RECORD lists, by the first part of the paths.
    private readonly Dictionary<string, long> _recorded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tops = new(StringComparer.Ordinal);

    /// <summary>The directory or file of the metadata.</summary>
    public string Place => place;

    /// <summary>The directory of libraries.</summary>
    public string Site => place.LastIndexOf('/') is >= 0 and var slash ? place[..slash] : "";

    /// <summary>As METADATA has it; null when that is not known.</summary>
    public string? Name { get; private set; }

    /// <summary>As METADATA has it; null when that is not known.</summary>
    public string? Version { get; private set; }

    /// <summary>Bytes of all that RECORD lists.</summary>
    public long AllRecorded => _recorded.Values.Sum();

    /// <summary>Names directly in the directory of libraries that are the distribution's.</summary>
    public IEnumerable<string> Tops
    {
        get
        {
            var own = place[(place.LastIndexOf('/') + 1)..];
            var tops = _recorded.Count > 0 ? _recorded.Keys.Where(t => t is not (".." or "__pycache__"))
                : _tops.Count > 0 ? _tops.SelectMany(t => new[] { t, t + ".py" })
                : ImportNames.Of(PackageName.Of(Name!)).Select(m => m.Split('.')[0]).SelectMany(t => new[] { t, t + ".py" });
            return tops.Append(own).Distinct(StringComparer.Ordinal);
        }
    }

    /// <summary>Bytes that RECORD lists at or below a name of the directory of libraries.</summary>
    public long Recorded(string top) => _recorded.GetValueOrDefault(top);

    /// <summary>Reads one of the files.</summary>
    /// <param name="file">Its name: <c>RECORD</c>.</param>
    /// <param name="text">Its content.</param>
    public void Read(string file, TextReader text)
    {
        while (text.ReadLine() is { } line)
        {
            if (file == "RECORD")
            {
                Record(line);
            }
            else if (file == "top_level.txt")
            {
                _tops.Add(line.Trim());
            }
            else if (line.Length == 0)
            {
                // The description follows.
                return;
            }
            else if (line.StartsWith("Name: ", StringComparison.Ordinal))
            {
                Name ??= line["Name: ".Length..].Trim();
            }
            else if (line.StartsWith("Version: ", StringComparison.Ordinal))
            {
                Version ??= line["Version: ".Length..].Trim();
            }
        }
    }

    // path,hash,size: the path may be quoted.
    private void Record(string line)
    {
        var path = line.StartsWith('"') ? line[1..Math.Max(1, line.IndexOf('"', 1))] : line.Split(',')[0];
        var top = path.Split('/')[0];
        if (top.Length > 0)
        {
            _ = long.TryParse(line[(line.LastIndexOf(',') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var size);
            _recorded[top] = _recorded.GetValueOrDefault(top) + size;
        }
    }
}
