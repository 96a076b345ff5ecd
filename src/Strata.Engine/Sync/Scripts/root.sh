# Arguments: root, project, day, ...   r: the root; p: the project; boot: this start of the machine; now: boot and day.
export LC_ALL=C TZ=UTC0
# With these a host's profile would send us elsewhere.
unset CDPATH TAR_OPTIONS
r=$1 p=$2
case $r in /*) ;; *) r=$HOME/${r#'~'} ;; esac
read boot 2>/dev/null </proc/sys/kernel/random/boot_id || boot=-
now=$boot-$3
shift 3
# Whether all in a directory is as old as a file, or older.
unchanged() { [ -d $1 ] && [ -z "$(find $1 ! -type l -newer $2 2>&1)" ]; }
# Whether nothing was changed in a tree since it came, and whether it was found whole today.
same() { [ -f $1/manifest ] && unchanged $1/$p $1/manifest; }
today() { read u <$1/used && [ "$u" = $now ]; } 2>/dev/null
