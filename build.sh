#!/usr/bin/env bash
# Starts the build program, compiling it first only when something that it is made of has changed.
#   ./build.sh [TARGET ...] [--PARAMETER VALUE ...]        ./build.sh --help lists both
# STRATA_PACKAGES=nuget|embedded says which Nuke to build on; without it the packages are tried once per clone.
set -euo pipefail

root=$(cd -- "${BASH_SOURCE[0]%/*}" > /dev/null && pwd)
[[ ${BASH_SOURCE[0]} == */* ]] || root=$PWD

# A shell asks what may be typed: answered from .nuke/temp/completion without starting the program.
if [[ ${1:-} == :complete ]]; then
  shift
  source "$root/build/complete.sh"
fi

temp=$root/.nuke/temp
stamp=$temp/compiled

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_ROLL_FORWARD=Major NUKE_TELEMETRY_OPTOUT=1
export DOTNET_TieredPGO=0 STRATA_SCRIPT=build.sh
# Each of the two costs a tenth of a short call: pages that are never writable and executable at once, and a socket for debuggers.
export DOTNET_EnableWriteXorExecute=${DOTNET_EnableWriteXorExecute:-0} DOTNET_EnableDiagnostics=${DOTNET_EnableDiagnostics:-0}

# dotnet refuses to work without a home, as daemons and containers often have it.
[[ -d ${HOME:-} ]] || export DOTNET_CLI_HOME=$temp

# Nuke knows nothing of NO_COLOR, and .NET greets a terminal with escape codes whatever it says; both heed TERM.
[[ -z ${NO_COLOR:-} ]] || export TERM=dumb

say() { printf 'build.sh: %s\n' "$*" >&2; }

# What the build program is made of; the editors' profiles, which it writes itself, are no part of it.
parts=()
for part in build src global.json Directory.Build.props Directory.Build.targets Directory.Packages.props nuget.config build.sh; do
  [[ ! -e $root/$part ]] || parts+=("$part")
done
no_parts=(-name bin -o -name obj -o -name launchSettings.json)

# Digest of the content of all these files, and of the runtimes that the program may run on; their times do not matter.
fingerprint() {
  local sum='sha256sum'
  command -v sha256sum > /dev/null || sum='shasum -a 256'
  cd "$root"
  find "${parts[@]}" \( "${no_parts[@]}" \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 $sum | { cat; printf '%s\n' "$packages"; cksum "$runtimes"/*/System.Private.CoreLib.dll; } | $sum
}

# Whether no file came, went or changed since the stamp's time. It is told by change times, which nobody can set, so most calls read no file.
is_untouched() {
  [[ $program == */bin/$packages/* && ! $root -nt $stamp ]] || return 1
  local newer
  newer=$(cd "$root" && find "${parts[@]}" "$runtimes" \( "${no_parts[@]}" \) -prune -o -cnewer "$stamp" -print -quit 2> /dev/null) && [[ -z $newer ]]
}

# The stamp's time is the one before its digest was made: what changes meanwhile is looked at next time.
begin_stamp() { started=$stamp.$$; { : > "$started"; } 2> /dev/null || true; }
end_stamp() { { touch -r "$started" "$stamp" && rm -f "$started"; } 2> /dev/null || true; }

packages=${STRATA_PACKAGES:-}
if [[ -z $packages && -f $temp/packages ]]; then packages=$(< "$temp/packages"); fi
case $packages in
  '' | nuget | embedded) ;;
  *) say "STRATA_PACKAGES: expected 'nuget' or 'embedded', got '$packages'"; exit 2 ;;
esac

if [[ -n $packages && -f $stamp ]]; then
  { IFS= read -r known; IFS= read -r dotnet; IFS= read -r program; IFS= read -r runtimes; } < "$stamp" || true
  if [[ -f ${program:-} && -x ${dotnet:-} && -d ${runtimes:-} ]]; then
    is_current=
    if is_untouched; then
      is_current=1
    else
      begin_stamp
      [[ $(fingerprint) != "$known" ]] || is_current=1
      if [[ -n $is_current ]]; then end_stamp; else rm -f "$started"; fi
    fi
    if [[ -n $is_current ]]; then
      export STRATA_PACKAGES=$packages
      exec "$dotnet" "$program" "$@"
    fi
  fi
fi

mkdir -p "$temp"
source "$root/build/dotnet.sh"
dotnet=$(find_or_install_dotnet "$root" "$temp")
export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$dotnet")")}
runtimes=$DOTNET_ROOT/shared/Microsoft.NETCore.App

# One compiler at a time in a clone.
if command -v flock > /dev/null; then exec 9> "$temp/compile.lock"; flock 9; fi

if [[ -z $packages ]]; then
  if STRATA_PACKAGES=nuget "$dotnet" restore "$root/build/_build.csproj" -nologo -v q > "$temp/restore.log" 2>&1; then
    packages=nuget
    say "building on the Nuke packages of your feed (remembered in .nuke/temp/packages)"
  elif grep -q -E 'NU110[0-3].*(Nuke\.|Strata\.Targets)' "$temp/restore.log"; then
    packages=embedded
    say "your package feed has no Nuke packages: building on the embedded runner (remembered in .nuke/temp/packages)"
  else
    cat "$temp/restore.log" >&2
    say "the packages cannot be restored; mend the feed, or set STRATA_PACKAGES=embedded"
    exit 4
  fi
  printf '%s\n' "$packages" > "$temp/packages.new"
  mv "$temp/packages.new" "$temp/packages"
fi
export STRATA_PACKAGES=$packages

begin_stamp
known=$(fingerprint)
say "compiling the build program ($packages)"
compile() {
  "$dotnet" "$1" "$root/build/_build.csproj" -c Release -nologo -v q -clp:NoSummary -nodeReuse:false -p:UseSharedCompilation=false "${@:2}" > "$temp/compile.log" 2>&1
}

die_of_errors() {
  cat "$temp/compile.log" >&2
  say "the build program does not compile (log: .nuke/temp/compile.log)"
  exit 2
}

# Compiles ahead of time; fails when the feed has no compiler for that, or the runtime ends what came out of it.
compile_ahead() {
  program=$root/build/bin/$packages/ahead/_build.dll
  if ! compile publish --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -o "${program%/*}" "$@"; then
    ! grep -q ' error CS[0-9]' "$temp/compile.log" || die_of_errors
    return 1
  fi
  write_editor_data
}

# Once after compiling: .nuke/build.schema.json for editors, .nuke/temp/completion for shells. Fails only when the runtime ends the program.
write_editor_data() {
  local code=0
  # The braces keep the shell from telling of the end itself.
  { "$dotnet" "$program" --shell-completion --no-logo > "$temp/completion.log" 2>&1 || code=$?; } 2> /dev/null
  (( code == 0 || code > 128 )) || say "the completion data could not be written (log: .nuke/temp/completion.log)"
  (( code <= 128 ))
}

# Code that is made for exactly the runtime of this machine includes the runtime's own generic code: a call takes a third less. The runtime
# ends a program that was made for another one, or for neighbours of another time, before it does anything: then all is compiled anew.
# .nuke/temp/ahead remembers what was possible here, so that the rest is not tried again.
exact=-p:PublishReadyToRunCrossgen2ExtraArgs=--inputbubble%3B--compilebubblegenerics
forget_ahead() { rm -rf "$root"/build/obj/"$packages"/Release/*/*/R2R; }
ahead=$packages
[[ ! -f $temp/ahead ]] || ahead=$(< "$temp/ahead")
case $ahead in
  embedded | exact) { compile_ahead "$exact" || { forget_ahead; compile_ahead "$exact"; }; } && ahead=exact || { forget_ahead; ahead=plain; } ;;
esac
if [[ $ahead == plain || $ahead == nuget ]]; then
  compile_ahead && ahead=plain || ahead=no
fi
if [[ $ahead == no ]]; then
  program=$root/build/bin/$packages/Release/net10.0/_build.dll
  compile build || die_of_errors
  write_editor_data || true
fi
printf '%s\n' "$ahead" > "$temp/ahead"
printf '%s\n%s\n%s\n%s\n' "$known" "$dotnet" "$program" "$runtimes" > "$stamp.new"
mv "$stamp.new" "$stamp"
end_stamp
exec 9>&- || true
exec "$dotnet" "$program" "$@"
