using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Engine.Hosts;

/// <summary>The shell scripts that run on a host; every word of ours in them goes through <see cref="ShellQuote"/>.</summary>
/// <remarks>
/// A login shell may be any (fish, csh) and print what it likes, so it is given one constant line that all of them read alike. That becomes a
/// POSIX shell which reads the script from standard input, a byte at a time so that what follows is left to the command. Each stream is ours
/// from the mark on; the exit code stands behind a second mark, since one of 255 from ssh would mean anything.
/// </remarks>
internal static partial class SshScript
{
    /// <summary>What the login shell is asked to run; no character in it means anything else in another shell.</summary>
    internal const string Login = """exec /bin/sh -c 'IFS= read -r b && eval "$b"'""";

    private const string Own = "strata";

    // Gives a command's group time to end before it is killed: 8 s and 1 s, so that nothing is left 10 s after a connection is lost. All that also where
    // no file can be made any more: a beat is a rename, and where ":" would end the shell when it cannot write, "true" does not.
    private const string Lifeline =
        """
        umask 077
        mkdir -p "$D" || exit 1
        for d in "$R"/run/*; do
          if [ "$d" != "$D" ] && p=$(cat "$d/life" 2>/dev/null) && ! kill -0 "$p" 2>/dev/null; then rm -rf "$d"; fi
        done
        echo $$ >"$D/life"
        signal() {
          some=
          for f in "$D"/job.*; do
            if p=$(cat "$f" 2>/dev/null) && kill -s "$1" -- "-$p" 2>/dev/null; then some=1; fi
          done
          [ -n "$some" ]
        }
        end() {
          trap '' HUP INT TERM PIPE
          true >"$D/over"
          i=0
          signal TERM
          while [ $i -lt 80 ] && signal 0; do sleep 0.1 || { sleep 1; i=$((i + 9)); }; i=$((i + 1)); done
          signal KILL
          i=0
          while [ $i -lt 10 ] && signal 0; do sleep 0.1 || break; i=$((i + 1)); done
          rm -rf "$D"
          kill -s KILL -- "-$$" 2>/dev/null
        }
        trap '' HUP INT PIPE
        trap end TERM
        true >"$D/beat"
        ( while sleep 60; do mv "$D/beat" "$D/still" || end; done ) </dev/null >/dev/null 2>&1 &
        I=$({ cat /proc/sys/kernel/random/boot_id && stat -Lc %d:%i "$R"; } 2>/dev/null) || I=$D
        printf 'home %s\nstate %s\nrun %s\nidentity %s\nsystem %s\nmachine %s\nuser %s\nfree %s\nready\n' "$HOME" "$R" "$D" "$(echo $I)" "$(uname -s)" "$(uname -m)" "$(id -u)" \
          "$(df -Pk "$R" 2>/dev/null | awk 'NR == 2 { print $4 }')"
        while IFS= read -r l; do echo beat; mv "$D/still" "$D/beat"; done 2>/dev/null
        end >/dev/null 2>&1
        """;

    // What was killed may be there a moment longer on a busy machine, and who asked for the end may delete what it uses.
    private const string End =
        """
        true >"$J.end"
        p=$(cat "$J" 2>/dev/null) || exit 0
        kill -s "$S" -- "-$p" 2>/dev/null
        i=0
        while [ $i -lt "$G" ] && kill -s 0 -- "-$p" 2>/dev/null; do sleep 0.1 2>/dev/null || { sleep 1; i=$((i + 9)); }; i=$((i + 1)); done
        kill -s KILL -- "-$p" 2>/dev/null
        i=0
        while [ $i -lt 10 ] && kill -s 0 -- "-$p" 2>/dev/null; do sleep 0.1 2>/dev/null || break; i=$((i + 1)); done
        exit 0
        """;

    /// <summary>The script behind a connection: tells facts, then ends all that runs over it as soon as we are gone.</summary>
    /// <param name="mark">What our output begins with.</param>
    /// <param name="state">Where the folder of our state is, or itself; null or empty for the usual one.</param>
    /// <param name="id">Names the connection.</param>
    internal static string OfLifeline(string mark, string? state, string id) =>
        $"""
        printf '%s\n' {mark}
        R={ShellQuote.Quote(Folder(state))}
        case $R in /*) ;; *) R=$HOME/$R ;; esac
        D=$R/run/{id}
        {Lifeline}
        """;

    /// <summary>The script of a command, which runs in the session and process group that sshd makes for each.</summary>
    /// <param name="command">The command.</param>
    /// <param name="mark">
    /// What our output begins with, on both streams, and what it ends with: on standard error with the exit code behind it, on standard output
    /// where that is lines. So all of it is known to be there, whatever a child of the command still holds, and however slow the connection is.
    /// </param>
    /// <param name="job">The file that its process id is written to.</param>
    /// <exception cref="ArgumentException">A variable's name is none.</exception>
    internal static string OfCommand(Command command, string mark, string job)
    {
        var lines = new List<string>
        {
            $"printf '%s\\n' {mark}",
            $"printf '%s\\n' {mark} >&2",
            $"J={ShellQuote.Quote(job)}",
            // From here on the shell's own stderr is nobody's: it would tell of signals.
            "exec 3>&2 2>/dev/null",
            // The session ends after its input has: words to one that is no more cost some clients the connection.
            $"end() {{ rm -f \"$J\"; {(command.ReadOutput is null ? $"printf '%s\\n' {mark}; " : "")}printf '%s\\n' \"$1\" >&3; exec >/dev/null 3>&-; if IFS= read -r l; then cat; fi; exit 0; }}",
            "echo $$ >\"$J\" || exit 255",
            "if [ -e \"$J.end\" ] || [ -e \"${J%/*}/over\" ]; then exit 255; fi",
        };
        if (command.WorkingDirectory is { } directory)
        {
            lines.Add($"cd {Path(directory)} || end '{mark} directory'");
        }
        foreach (var (name, value) in command.Environment)
        {
            if (!VariableName().IsMatch(name))
            {
                throw new ArgumentException($"'{name}' is no name of a variable", nameof(command));
            }
            lines.Add(value is null ? $"unset {name}" : $"export {name}={ShellQuote.Quote(value)}");
        }
        lines.Add($"command -v {Path(command.FileName)} >/dev/null || end '{mark} program'");
        lines.Add("trap : INT TERM");
        lines.Add($"( exec 2>&3 3>&-; exec {Path(command.FileName)} {ShellQuote.Join(command.Arguments)} )");
        lines.Add("r=$?");
        lines.Add($"end \"{mark} $r\"");
        return string.Join('\n', lines);
    }

    /// <summary>The script that ends a command with all of its process group.</summary>
    internal static string OfEnd(Command command, string job) => string.Create(
        CultureInfo.InvariantCulture,
        $"J={ShellQuote.Quote(job)}\nS={(command.InterruptFirst ? "INT" : "TERM")}\nG={(int)(command.GracePeriod.TotalSeconds * 10)}\n{End}");

    /// <summary>A script as it is sent: how to read it, itself, and where it ends; a part of it is never run.</summary>
    internal static string Sent(string script, string mark) =>
        $"""n=$(printf "\n_"); n=${"{n%_}"}; s=; e=; while IFS= read -r l; do if [ "$l" = {mark} ]; then e=1; break; fi; s=$s$l$n; done; if [ -n "$e" ]; then eval "$s"; fi""" + "\n"
        + script + "\n" + mark + "\n";

    // What is cleaned is ours alone, whatever else a user keeps in the folder that is named.
    private static string Folder(string? state)
    {
        var named = string.IsNullOrWhiteSpace(state) ? ".cache" : state.TrimEnd('/');
        var own = named == Own || named.EndsWith("/" + Own, StringComparison.Ordinal) ? named : $"{named}/{Own}";
        return own.StartsWith("~/", StringComparison.Ordinal) ? own[2..] : own;
    }

    // A leading dash would be an option, and "cd -" another directory.
    private static string Path(string path) => ShellQuote.Quote(path.StartsWith('-') ? "./" + path : path);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();
}
