using System.Text;

namespace Strata.Engine.Sync;

/// <summary>What runs on a host: any POSIX shell with the usual programs, of coreutils and GNU tar or of busybox.</summary>
/// <remarks>
/// Below the root stand <c>trees/PROJECT/DIGEST/{PROJECT,manifest,used}</c>: a tree, what it holds, and in which boot and on which day it was
/// last found whole; and <c>incoming/NAME/{owner,DIGEST}</c>: trees that come in. A tree comes to its place by one rename and is never
/// changed there.
/// <para>
/// Files of a tree carry times of years ago that follow from their content, directories and manifests fixed ones. So <c>find -newer</c> sees
/// any change that somebody made since, in one walk that reads nothing; what a crash or a dying disk does is found by hashing all on the first
/// use in a boot or on a day. And BuildKit, which compares size and time with what it has from the last build, sees just what really changed.
/// </para>
/// No name has a line end (<see cref="TreeCheck"/>), and each begins with "./": so whole lists go through sed, sort and xargs, and no program is
/// started for a single file.
/// </remarks>
internal static class HostScripts
{
    /// <summary>Exit code: the base is gone or became another one; ask again.</summary>
    public const int Stale = 75;

    /// <summary>Exit code: what came is not what was announced.</summary>
    public const int Damaged = 76;

    /// <summary>Exit code: a program is not installed.</summary>
    public const int Missing = 77;

    private const string ChangesMark = "CHANGES\n";
    private static readonly Lazy<string> SurveyText = new(() => Read("root", "checks", "survey"));
    private static readonly Lazy<string> BeginText = new(() => Read("root", "begin"));
    private static readonly Lazy<string[]> ApplyText = new(() => Read("checks", "apply").Split(ChangesMark));

    /// <summary>Says what is there that the tree can be made from.</summary>
    public static string Survey => SurveyText.Value;

    /// <summary>Looks after the last tree, then runs the script that its input begins with, such as <see cref="Apply"/>.</summary>
    public static string Begin => BeginText.Value;

    /// <summary>Says whether a tree is there.</summary>
    public static byte[] Reuse(string digest) => Encoding.ASCII.GetBytes($"d={digest}\n{Read("reuse")}");

    /// <summary>Makes the tree from what is there and what it is given.</summary>
    /// <param name="variables">What the script is told.</param>
    /// <param name="changes">Lines of changes, each with a line end.</param>
    public static byte[] Apply(string variables, byte[] changes) =>
        [.. Encoding.ASCII.GetBytes(variables), (byte)'\n', .. Encoding.ASCII.GetBytes(ApplyText.Value[0]), .. changes, .. Encoding.ASCII.GetBytes(ApplyText.Value[1])];

    // Every sync carries them over the wire: without comments and indentation.
    private static string Read(params string[] names)
    {
        var text = new StringBuilder();
        foreach (var name in names)
        {
            using var reader = new StreamReader(typeof(HostScripts).Assembly.GetManifestResourceStream($"Strata.Engine.Sync.{name}.sh")!);
            while (reader.ReadLine()?.Trim() is { } line)
            {
                if (line.Length > 0 && line[0] != '#')
                {
                    text.Append(line).Append('\n');
                }
            }
        }

        return text.ToString();
    }
}
