using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>All that decides what a Debian root becomes.</summary>
/// <param name="Root">Suite and packages.</param>
/// <param name="Machine">Mirror, architecture and settings of apt.</param>
/// <param name="Locked">What the mirror holds.</param>
internal sealed record DebianRootRecipe(DebianRoot Root, DebianMachine Machine, DebianLock Locked)
{
    /// <summary>Every file of the root is at most this old, so that equal packages make equal bytes.</summary>
    public static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<string> Hooks =
    [
        // They are the machine's own: they would leak its names and make the root differ from machine to machine.
        """rm -f "$1/etc/hostname" "$1/etc/resolv.conf" """,
        // So that Dockerfiles may say python or python3, as in the python images.
        """if [ -e "$1/usr/bin/python3" ] && [ ! -e "$1/usr/bin/python" ]; then ln -s python3 "$1/usr/bin/python"; fi""",
        // Nobody reads manuals in a container; licences stay.
        """
        cat >"$1/etc/dpkg/dpkg.cfg.d/strata" <<'END'
        path-exclude=/usr/share/doc/*
        path-include=/usr/share/doc/*/copyright
        path-exclude=/usr/share/man/*/*
        path-exclude=/usr/share/info/*
        path-exclude=/usr/share/lintian/*
        path-exclude=/usr/share/locale/*/*
        END
        find "$1/usr/share/doc" ! -type d ! -name copyright -delete
        find "$1/usr/share/doc" -mindepth 1 -type d -empty -delete
        rm -rf "$1"/usr/share/man/*/* "$1"/usr/share/info/* "$1"/usr/share/lintian "$1"/usr/share/locale/*/*
        """,
        // Left-overs that differ from run to run.
        """rm -rf "$1"/var/cache/debconf/*-old "$1"/var/lib/dpkg/*-old "$1"/var/cache/ldconfig/aux-cache "$1"/var/log/apt "$1"/var/log/*.log""",
    ];

    /// <summary>The arguments of mmdebstrap; the tar goes to standard output.</summary>
    public ImmutableArray<string> Arguments =>
    [
        "--variant=minbase",
        "--skip=output/dev",
        // An image that is cut short by a power cut is thrown away, so dpkg need not wait for the disk; this stays in the image.
        "--dpkgopt=force-unsafe-io",
        .. Root.Packages.IsEmpty ? ImmutableArray<string>.Empty : [$"--include={string.Join(',', Root.Packages)}"],
        .. Machine.Mirror.Keyring is { } keyring ? ImmutableArray.Create($"--keyring={keyring}") : [],
        .. Machine.AptOptions.Select(o => $"--aptopt={o.TrimEnd(';')}"),
        .. Hooks.Select(h => $"--customize-hook={h}"),
        Root.Suite,
        "-",
        .. Machine.Mirror.SourceLines(Root.Suite),
    ];

    /// <summary>The folder's name: readable, and another one for each other recipe.</summary>
    public string Key
    {
        get
        {
            var releases = Locked.Releases.Select(r => $"{r.Key} {r.Value}");
            var text = string.Join('\0', Arguments.Concat(releases).Prepend(Machine.Architecture).Prepend(DebianRootScript.Text).Prepend(Epoch.ToUnixTimeSeconds().ToString()));
            return $"{Root.Suite}-{Machine.Architecture}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";
        }
    }
}
