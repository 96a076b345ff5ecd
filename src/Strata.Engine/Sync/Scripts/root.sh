# Arguments: root, project, ...   r: the root; p: the project; boot: this start of the machine; now: boot and day.
export LC_ALL=C TZ=UTC0
r=$1 p=$2; shift 2
case $r in /*) ;; *) r=$HOME/${r#'~'} ;; esac
boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo -)
now=$boot-$(date +%Y%j)
# Whether nothing was changed in a tree since it came: all in it is older than its manifest.
same() { [ -d $1/$p ] && [ -z "$(find $1/$p ! -type l -newer $1/manifest 2>&1 | head -n 1)" ]; }
