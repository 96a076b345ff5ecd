# Sourced by build.sh when the build program is not current: finds dotnet and a Nuke to build on, compiles, and writes the stamp.

mkdir -p "$temp"

# One compiler at a time in a clone; who waited for another one may find all done.
if command -v flock > /dev/null; then exec 9> "$temp/compile.lock"; flock 9; fi
if [[ -z $packages && -f $temp/packages ]]; then packages=$(< "$temp/packages"); fi
if is_current; then
  exec 9>&- || true
  return
fi

source "$root/build/dotnet.sh"
dotnet=$(find_or_install_dotnet "$root" "$temp")
export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$dotnet")")}
runtimes=$DOTNET_ROOT/shared/Microsoft.NETCore.App

# Tries the Nuke packages of the feed; what came of it is remembered for the clone.
choose_packages() {
  if STRATA_PACKAGES=nuget STRATA_SSHNET=false "$dotnet" restore "$root/build/_build.csproj" -nologo -v q > "$temp/restore.log" 2>&1; then
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
}

# dotnet build or publish, with further options.
run_dotnet() {
  "$dotnet" "$1" "$root/build/_build.csproj" -c Release -nologo -v q -clp:NoSummary -nodeReuse:false -p:UseSharedCompilation=false "${@:2}" > "$temp/compile.log" 2>&1
}

is_logged() { grep -q "$1" "$temp/compile.log"; }

die_of_errors() {
  cat "$temp/compile.log" >&2
  [[ -z $extra ]] || ! is_logged 'NU110[0-3].*SSH.NET' || say "your package feed has no SSH.NET: add it, or unset STRATA_SSHNET"
  say "the build program does not compile (log: .nuke/temp/compile.log)"
  exit 2
}

# Starts the program once: it writes .nuke/build.schema.json for editors and .nuke/temp/completion for shells. Fails only when the runtime ends it.
write_editor_data() {
  local code=0
  find_command
  # The braces keep the shell from telling of the end itself.
  { "${command[@]}" --shell-completion --no-logo > "$temp/completion.log" 2>&1 || code=$?; } 2> /dev/null
  (( code == 0 || code > 128 )) || say "the completion data could not be written (log: .nuke/temp/completion.log)"
  (( code <= 128 ))
}

# Ahead of time. Fails where the feed has no compiler for that, or the runtime ends what came out of it; other errors end the call.
compile_ahead() {
  program=$root/build/bin/$packages$extra/ahead/_build.dll
  if run_dotnet publish --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -o "${program%/*}" "$@"; then
    write_editor_data
    return
  fi
  # The names of the compiler and the runtimes that only this needs.
  if is_logged ' error CS[0-9]' || { is_logged ' error NU[0-9]' && ! is_logged 'Microsoft\.NETCore\.App\.'; }; then die_of_errors; fi
  return 1
}

# Native code: a short call takes a third of the time, compiling a minute and more, so it is only for who asks. The log says what is missing for it.
compile_native() {
  program=$root/build/bin/$packages$extra/native/_build
  if run_dotnet publish --use-current-runtime -p:PublishAot=true -o "${program%/*}" && write_editor_data; then return; fi
  if is_logged ' error CS[0-9]'; then die_of_errors; fi
  mv "$temp/compile.log" "$temp/compile-native.log"
  say "this cannot be compiled to native code here (log: .nuke/temp/compile-native.log)"
  return 1
}

# For exactly the runtime of this machine, with the runtime's own generic code: a call takes a seventh less (0.43 s instead of 0.50 s). The
# runtime ends a program that was made for another one, or for neighbours of another time, before it does anything: then all is compiled anew.
compile_exact() {
  for _ in changes everything; do
    if compile_ahead -p:PublishReadyToRunCrossgen2ExtraArgs=--inputbubble%3B--compilebubblegenerics; then return; fi
    rm -rf "$root/build/obj/$packages$extra"/Release/*/*/R2R
  done
  return 1
}

# For any runtime of its version.
compile_plain() { compile_ahead; }

# Not ahead of time. A project that names Nuke's packages itself would be told by them to leave the framework out of the path.
compile_no() {
  program=$root/build/bin/$packages$extra/Release/net10.0/_build.dll
  run_dotnet build -p:AppendTargetFrameworkToOutputPath=true || die_of_errors
  write_editor_data || true
}

if [[ -z $packages ]]; then choose_packages; fi
export STRATA_PACKAGES=$packages

# The ways to compile, each the one to take where those before it are not possible. The packages of others bring so much with them that
# 'exact' would take minutes.
ways='exact plain no'
if [[ $packages$extra != embedded ]]; then ways='plain no'; fi
best=${ways%% *}

# Where less turned out to be possible in this clone, nothing better is tried again.
begin_with() { if [[ " $ways " == *" $1 "* ]]; then ways=$1${ways#*"$1"}; fi; }
if [[ -f $temp/ahead ]]; then begin_with "$(< "$temp/ahead")"; fi

asked=${STRATA_COMPILE:-}
case $asked in
  '') ;;
  native) if [[ $packages$extra == embedded ]]; then ways="native $ways"; else say "STRATA_COMPILE=native: only the embedded runner can be compiled to native code"; fi ;;
  exact | plain | no) begin_with "$asked" ;;
  *) say "STRATA_COMPILE: expected 'native', 'exact', 'plain' or 'no', got '$asked'"; exit 2 ;;
esac
first=${ways%% *}

begin_stamp
known=$(fingerprint)
say "compiling the build program ($packages$extra)"
for way in $ways; do
  if "compile_$way"; then break; fi
done
if [[ $way != "$first" && $way != "$best" ]]; then printf '%s\n' "$way" > "$temp/ahead"; fi

printf '%s\n' "$known" "$dotnet" "$program" "$runtimes" "$asked" > "$stamp.new"
mv "$stamp.new" "$stamp"
end_stamp
exec 9>&- || true
