namespace Strata.Engine.Supplies;

/// <summary>The shell script that makes the layer of a Debian root on a host that may have nothing but a minimal Debian.</summary>
internal static class DebianRootScript
{
    /// <summary>
    /// Arguments: the folder of the root, the folder of tools, <c>anew</c> or <c>once</c>, then mmdebstrap's own, which have to send
    /// the tar to standard output. Its last line says what was made, see <see cref="LayerBlob"/>. It holds a lock on the folder.
    /// </summary>
    public const string Text =
        """
        set -eu
        umask 022
        PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
        export LC_ALL=C.UTF-8
        root=$1 tools=$2 when=$3
        shift 3

        take_lock() { # descriptor, file
          eval "exec $1>\"\$2\""
          flock --nonblock "$1" || { echo "waits for another process that makes the same"; flock "$1"; }
        }

        # Debian's own perl-base lacks modules that mmdebstrap loads, so perl may have to come with it.
        run_mmdebstrap() {
          if command -v mmdebstrap >/dev/null; then
            mmdebstrap "$@"
          else
            PERL5LIB=$(find "$tools/usr/share/perl" "$tools"/usr/lib/*/perl "$tools/usr/share/perl5" -maxdepth 1 -mindepth 0 -type d 2>/dev/null | tr '\n' :) \
              PATH=$tools/usr/bin:$PATH "$tools/usr/bin/mmdebstrap" "$@"
          fi
        }

        fetch_mmdebstrap() {
          run_mmdebstrap --version >/dev/null 2>&1 && return
          take_lock 8 "$tools.lock"
          run_mmdebstrap --version >/dev/null 2>&1 && return
          echo "fetches mmdebstrap with apt"
          fetched=$tools.$$
          mkdir -p "$fetched/apt/lists/partial" "$fetched/apt/archives/partial"
          # What the machine's apt does after an update or install is none of our business.
          printf '%s\n' '#clear APT::Update::Post-Invoke;' '#clear APT::Update::Post-Invoke-Success;' \
            "Dir::State::Lists \"$fetched/apt/lists\";" "Dir::Cache \"$fetched/apt\";" 'APT::Sandbox::User "";' >"$fetched/apt/apt.conf"
          # One dead source among several must not stop us; the download tells whether Debian's own is there.
          apt-get -c "$fetched/apt/apt.conf" -qq update || true
          download mmdebstrap
          if ! perl -c "$fetched/usr/bin/mmdebstrap" >/dev/null 2>&1; then
            echo "fetches perl's modules with apt"
            download $(apt-cache -c "$fetched/apt/apt.conf" depends --important perl | sed -n 's/^ *Depends: \(perl-modules-.*\|libperl5.*\)$/\1/p')
          fi
          rm -rf "$fetched/apt" "$tools"
          mv "$fetched" "$tools"
          run_mmdebstrap --version >/dev/null
        }

        download() {
          (cd "$fetched/apt" && apt-get -c apt.conf -qq download "$@")
          for package in "$fetched"/apt/*.deb; do dpkg-deb --extract "$package" "$fetched"; done
        }

        # A power cut can leave a name without its content.
        stands() {
          [ -s "$root/layer" ] || return 1
          read -r _ _ digest bytes <"$root/layer"
          [ "$(stat -c %s "$root/blobs/sha256/$digest" 2>/dev/null)" = "$bytes" ]
        }

        mkdir -p "$root/blobs/sha256" "${tools%/*}"
        take_lock 9 "$root.lock"
        if [ "$when" = once ] && stands; then cat "$root/layer"; exit; fi
        # We hold the lock: what stands here was left by a process that was killed.
        rm -rf --one-file-system "$root"/making.*
        fetch_mmdebstrap

        making=$(mktemp -d "$root/making.XXXXXX")
        chmod 755 "$making"
        trap 'rm -rf --one-file-system "$making"' EXIT
        trap 'exit 143' INT TERM
        mode=unshare
        # Without root the tree belongs to subordinate ids, which cannot pass the folders of a home: it is made under /tmp.
        if [ "$(id -u)" = 0 ]; then mode=root; export TMPDIR="$making"; fi
        # mmdebstrap hands apt a command with a descriptor in it, which Debian's sh reads only below 10: ours would push it there.
        run_mmdebstrap --mode=$mode --format=tar "$@" >"$making/root.tar" 8>&- 9>&-

        diffid=$(sha256sum <"$making/root.tar" | cut -c1-64)
        gzip -n -6 <"$making/root.tar" >"$making/root.tar.gz"
        digest=$(sha256sum <"$making/root.tar.gz" | cut -c1-64)
        echo "layer $diffid $digest $(stat -c %s "$making/root.tar.gz")" >"$making/layer"
        mv "$making/root.tar.gz" "$root/blobs/sha256/$digest"
        mv "$making/layer" "$root/layer"
        cat "$root/layer"
        """;
}
