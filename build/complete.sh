# Answers a shell's question for completions: complete.sh WORD... prints what the last word may become, a line each.
# Reads .nuke/temp/completion (target NAME | parameter --NAME VALUE...), which build.sh has written after compiling.
# No program is started: a key press must not wait. Case and dashes in names do not count, as Nuke takes them.

root=${BASH_SOURCE[0]%/*}/..
[[ ${BASH_SOURCE[0]} == */* ]] || root=..
[[ -f $root/.nuke/temp/completion ]] || exit 0

current='' parameter='' before=''
if (($# > 0)); then current=${!#}; fi
for word in "${@:1:$(($# > 0 ? $# - 1 : 0))}"; do
  if [[ $word == -* ]]; then parameter=$word; fi
  before=" $before $word "
done

shopt -s nocasematch

# Whether two names are the same, or the first may become the second.
is() { [[ ${2//-/} == "${1//-/}" ]]; }
starts() { [[ ${2//-/} == "${1//-/}"* ]]; }

# Joined targets: what stands before the last '+' stays.
joined=''
if [[ $current != -* && $current == *+* ]]; then
  joined=${current%+*}+
  current=${current##*+}
fi

while read -r kind name values; do
  if [[ $current == -* ]]; then
    if [[ $kind == parameter && $before != *" $name "* ]] && starts "$current" "$name"; then printf '%s\n' "$name"; fi
  elif [[ -z $parameter ]]; then
    if [[ $kind == target && $before != *" $name "* ]] && starts "$current" "$name"; then printf '%s\n' "$joined$name"; fi
  elif [[ $kind == parameter ]] && is "$parameter" "$name"; then
    if [[ $name == --profile ]]; then
      values=''
      for file in "$root"/.nuke/parameters.*.json; do
        file=${file##*/parameters.}
        if [[ $file != '*.json' ]]; then values="$values ${file%.json}"; fi
      done
    fi
    for value in $values; do
      if [[ $before != *" $value "* ]] && starts "$current" "$value"; then printf '%s\n' "$joined$value"; fi
    done
  fi
done < "$root/.nuke/temp/completion"
exit 0
