# Whose a folder of incoming is, and whether that one has ended: of another machine nobody here can say.
read host 2>/dev/null </proc/sys/kernel/hostname || host=$(uname -n)
own() { echo $host $boot $$ >$1/owner; }
dead() { read h s i <$1/owner && [ $h = $host ] && { [ $s != $boot ] || ! kill -0 $i; }; } 2>/dev/null

# Lines for sha256sum -c, of those lines of a list that begin with $1 and are about files.
files() { sed -n "s/^$1f[0-7]* \([0-9a-f]*\) /\1  /p" $2; }
# What in the current directory is as the manifest says (kind, mode and path, the content not looked into), and what it says.
have() {
find . -type l | sed 's/^/l777 /'
for k in $(cut -d ' ' -f 1 ../manifest | sort -u); do
case $k in l*) ;; *) find . -type ${k%%[0-7]*} -perm ${k#?} | sed "s/^/$k /" ;; esac
done
}
want() { sed 's/^\([^ ]*\) [^ ]* /\1 /' ../manifest; }

# Whether all of a tree is as its manifest says, looked into once a day and boot.
whole() {
( cd $1/$p && [ "$(sha256sum <../manifest)" = "${1##*/}  -" ] && ! { have; want; } | sort | uniq -u | read x &&
{ ! grep -q ^f ../manifest || files '' ../manifest | sha256sum -c; } ) >/dev/null 2>&1
}
ok() { same $1 && { today $1 || whole $1; } && { echo $now >$1/used; } 2>/dev/null; }
