using System.Collections.Immutable;
using System.Text;

namespace Strata.Engine.Hosts;

/// <summary>Reads ssh config for one host where there is no OpenSSH client to ask: <c>Host</c> with patterns, the common <c>Match</c>es, and <c>Include</c>.</summary>
/// <remarks>A <c>Match</c> with conditions other than all, host, originalhost and user matches nothing here.</remarks>
internal sealed class SshConfig
{
    private const int DeepestInclude = 16;

    // What counts as often as it is said; of all else the first counts.
    private static readonly ImmutableArray<string> Several = ["identityfile"];

    private static readonly ImmutableArray<(string Name, string Value)> Defaults =
    [
        ("identityfile", "~/.ssh/id_rsa"), ("identityfile", "~/.ssh/id_ecdsa"), ("identityfile", "~/.ssh/id_ed25519"),
        ("userknownhostsfile", "~/.ssh/known_hosts ~/.ssh/known_hosts2"), ("globalknownhostsfile", "/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2"),
    ];

    private readonly SshTarget _target;
    private readonly string _folder;
    private readonly List<(string Name, string Value)> _found = [];

    private SshConfig(SshTarget target, string folder) => (_target, _folder) = (target, folder);

    /// <summary>The files that count: the one that <c>-F</c> names, else the user's and the machine's.</summary>
    internal static ImmutableArray<string> Files(SshOptions options)
    {
        var given = options.Arguments.IndexOf("-F");
        return given >= 0 && given + 1 < options.Arguments.Length
            ? [options.Arguments[given + 1]]
            : [Path.Combine(Home, ".ssh", "config"), "/etc/ssh/ssh_config"];
    }

    /// <summary>The values for a host by their names in lower case, with what ssh takes when nothing is said.</summary>
    /// <exception cref="StrataException">A line cannot be read (exit code 2).</exception>
    internal static ILookup<string, string> Read(IEnumerable<string> files, SshTarget target)
    {
        var found = new List<(string Name, string Value)>();
        foreach (var file in files.Where(File.Exists))
        {
            var config = new SshConfig(target, file.StartsWith("/etc/", StringComparison.Ordinal) ? "/etc/ssh" : Path.Combine(Home, ".ssh"));
            config._found.AddRange(found);
            config.Read(file, isActive: true, depth: 0);
            found = config._found;
        }
        found.AddRange(Defaults.Where(d => !found.Any(f => f.Name == d.Name)).ToArray());
        return found.ToLookup(f => f.Name, f => f.Value, StringComparer.Ordinal);
    }

    private static string Home => SshSettings.Home(Environment.GetEnvironmentVariable);

    private void Read(string file, bool isActive, int depth)
    {
        var isOuterActive = isActive;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var words = Words(line) ?? throw new StrataException(ExitCode.WrongDefinition, new Problem($"{file}:{number}", "a quotation mark has no second one"));
            if (words.IsEmpty)
            {
                continue;
            }
            switch (words[0].ToLowerInvariant())
            {
                case "host":
                    isActive = isOuterActive && SshPattern.MatchesAny(words[1..], _target.Host);
                    break;
                case "match":
                    isActive = isOuterActive && Matches(words[1..]);
                    break;
                case "include":
                    if (isActive && depth < DeepestInclude)
                    {
                        foreach (var included in words[1..].SelectMany(Included))
                        {
                            Read(included, isActive, depth + 1);
                        }
                    }
                    break;
                case var name when isActive && words.Length > 1 && (Several.Contains(name) || _found.All(f => f.Name != name)):
                    _found.Add((name, string.Join(' ', words[1..])));
                    break;
            }
        }
    }

    private bool Matches(ImmutableArray<string> conditions)
    {
        if (conditions is [var all] && all.Equals("all", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        for (var i = 0; i + 1 < conditions.Length; i += 2)
        {
            var isNegated = conditions[i].StartsWith('!');
            var text = conditions[i].TrimStart('!').ToLowerInvariant() switch
            {
                "host" => (_found.FirstOrDefault(f => f.Name == "hostname").Value ?? _target.Host).Replace("%h", _target.Host, StringComparison.Ordinal),
                "originalhost" => _target.Host,
                "user" => _target.User ?? _found.FirstOrDefault(f => f.Name == "user").Value ?? Environment.UserName,
                _ => null,
            };
            if (text is null || SshPattern.MatchesAny(conditions[i + 1].Split(','), text) == isNegated)
            {
                return false;
            }
        }
        return conditions.Length > 0 && conditions.Length % 2 == 0;
    }

    private IEnumerable<string> Included(string pattern)
    {
        var path = pattern.StartsWith("~/", StringComparison.Ordinal) ? Home + pattern[1..] : Path.Combine(_folder, pattern);
        var folder = Path.GetDirectoryName(path)!;
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder)
            .Where(f => SshPattern.Matches(Path.GetFileName(path), Path.GetFileName(f))).Order(StringComparer.Ordinal);
    }

    /// <summary>The words of a line, <c>name=value</c> as two; null when a quotation mark is left open.</summary>
    private static ImmutableArray<string>? Words(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var text = line.Trim();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]) || text[i] == '=' && words.Count == 1)
            {
                i++;
                continue;
            }
            if (text[i] == '#')
            {
                break;
            }
            var word = new StringBuilder();
            var quote = '\0';
            for (; i < text.Length && (quote != '\0' || !char.IsWhiteSpace(text[i]) && !(text[i] == '=' && words.Count == 0)); i++)
            {
                if (quote == '\0' && text[i] is '"' or '\'')
                {
                    quote = text[i];
                }
                else if (text[i] == quote)
                {
                    quote = '\0';
                }
                else
                {
                    word.Append(text[i]);
                }
            }
            if (quote != '\0')
            {
                return null;
            }
            words.Add(word.ToString());
        }
        return words.ToImmutable();
    }
}
