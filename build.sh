#!/usr/bin/env bash
# Starts the build program, compiling it first only when something that it is made of has changed.
#   ./build.sh [TARGET ...] [--PARAMETER VALUE ...]        ./build.sh --help lists both
# STRATA_PACKAGES=nuget|embedded says which Nuke to build on; without it the packages are tried once per clone.
# STRATA_COMPILE=native|exact|plain|no says how to compile: calls of native code take a third of the time, compiling takes a minute; docs/decisions/0009-native-code.md
# STRATA_SSHNET=true compiles the second SSH transport too, for --ssh sshnet; the feed needs SSH.NET.
set -euo pipefail

case ${BASH_SOURCE[0]} in */*) root=${BASH_SOURCE[0]%/*} ;; *) root=. ;; esac
root=$(CDPATH='' cd -- "${root:-/}" > /dev/null && pwd)

# A shell asks what may be typed: answered from .nuke/temp/completion without starting the program.
if [[ ${1:-} == :complete ]]; then
  shift
  source "$root/build/complete.sh"
fi

temp=$root/.nuke/temp
stamp=$temp/compiled

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_ROLL_FORWARD=Major NUKE_TELEMETRY_OPTOUT=1
export DOTNET_TieredPGO=0 STRATA_SCRIPT=build.sh
# Each of these costs up to a tenth of a short call: pages that are never writable and executable at once, a socket for debuggers, and collecting
# garbage before there are 64 MB of it (hexadecimal).
export DOTNET_EnableWriteXorExecute=${DOTNET_EnableWriteXorExecute:-0} DOTNET_EnableDiagnostics=${DOTNET_EnableDiagnostics:-0}
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-4000000}

# dotnet refuses to work without a home, as daemons and containers often have it.
[[ -d ${HOME:-} ]] || export DOTNET_CLI_HOME=$temp

# Nuke knows nothing of NO_COLOR, and .NET greets a terminal with escape codes whatever it says; both heed TERM.
[[ -z ${NO_COLOR:-} ]] || export TERM=dumb

say() { printf 'build.sh: %s\n' "$*" >&2; }

extra=
case ${STRATA_SSHNET:-} in
  '' | false) ;;
  true) extra=-sshnet ;;
  *) say "STRATA_SSHNET: expected 'true' or 'false', got '$STRATA_SSHNET'"; exit 2 ;;
esac

packages=${STRATA_PACKAGES:-}
if [[ -z $packages && -f $temp/packages ]]; then packages=$(< "$temp/packages"); fi
case $packages in
  '' | nuget | embedded) ;;
  *) say "STRATA_PACKAGES: expected 'nuget' or 'embedded', got '$packages'"; exit 2 ;;
esac

# What the build program is made of; the editors' profiles, which it writes itself, are no part of it.
parts=()
for part in build src global.json Directory.Build.props Directory.Build.targets Directory.Packages.props nuget.config build.sh; do
  [[ ! -e $root/$part ]] || parts+=("$part")
done
no_parts=(-name bin -o -name obj -o -name launchSettings.json)

# Digest of the content of all these files, and of the runtimes that the program may run on; times do not matter.
fingerprint() {
  local sum=(sha256sum)
  command -v sha256sum > /dev/null || sum=(shasum -a 256)
  cd "$root"
  find "${parts[@]}" \( "${no_parts[@]}" \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 "${sum[@]}" |
    { cat; printf '%s\n' "$packages$extra"; cksum "$runtimes"/*/System.Private.CoreLib.dll; } | "${sum[@]}"
}

# The stamp says of what (a fingerprint) which program was compiled by which dotnet, where the runtimes are, and which way of compiling was asked
# for. Its time is the one before the fingerprint was made: what changes meanwhile is looked at next time.
begin_stamp() { started=$stamp.$$; { : > "$started"; } 2> /dev/null || true; }
end_stamp() { { touch -r "$started" "$stamp" && rm -f "$started"; } 2> /dev/null || true; }

# Whether no file came, went or changed since the stamp's time. It is told by change times, which nobody can set, so most calls read no file.
is_untouched() {
  [[ $program == */bin/$packages$extra/* && ! $root -nt $stamp ]] || return 1
  local newer
  newer=$(cd "$root" && find "${parts[@]}" "$runtimes" \( "${no_parts[@]}" \) -prune -o -cnewer "$stamp" -print -quit 2> /dev/null) && [[ -z $newer ]]
}

# Whether the program of the stamp is there, and made of what is here now.
is_current() {
  [[ -n $packages && -f $stamp ]] || return 1
  { IFS= read -r known; IFS= read -r dotnet; IFS= read -r program; IFS= read -r runtimes; IFS= read -r asked; } < "$stamp" || true
  [[ -z ${STRATA_COMPILE:-} || $STRATA_COMPILE == "$asked" ]] || return 1
  [[ -f ${program:-} && -x ${dotnet:-} && -d ${runtimes:-} ]] || return 1
  ! is_untouched || return 0

  begin_stamp
  if [[ $(fingerprint) == "$known" ]]; then end_stamp; else rm -f "$started"; return 1; fi
}

# How the program starts: native code needs no runtime.
find_command() {
  command=("$program")
  [[ $program != *.dll ]] || command=("$dotnet" "$program")
}

if ! is_current; then source "$root/build/compile.sh"; fi
export STRATA_PACKAGES=$packages
find_command
exec "${command[@]}" "$@"
