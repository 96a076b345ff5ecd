# Arguments: root, project, day, ...   r: the root; p: the project; boot: this start of the machine; now: boot and day.
export LC_ALL=C TZ=UTC0
r=$1 p=$2
case $r in /*) ;; *) r=$HOME/${r#'~'} ;; esac
read boot 2>/dev/null </proc/sys/kernel/random/boot_id || boot=-
now=$boot-$3
shift 3
# Whether nothing was changed in a tree since it came: all in it is as old as its manifest, or older.
same() { [ -d $1/$p ] && [ -f $1/manifest ] && ! find $1/$p ! -type l -newer $1/manifest 2>&1 | read x; }
