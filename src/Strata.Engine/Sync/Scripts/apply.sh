# d: wanted digest; k: what it is made from, none, tree, link (a tree, some of whose files get other paths) or left (what was left in l, of o);
# z: how to unpack; spare: 1 to make a copy for the next time; much: 1 when much is to be hashed. CHANGES stands for lines of changes.
# Input: the archive to its end. Its last entry is 'used': only what came whole has it.
fail() {
echo "$2" >&2
case "$1 $2" in 75* | *[Nn]o\ space* | *[Qq]uota*) cd "$q"; rm -rf $n ;; esac
exit $1
}
# Gives the paths of a list to a program, if there are any.
each() { f=../../$1; shift; [ ! -s $f ] || tr '\n' '\0' <$f | xargs -0 "$@"; }

export EXTRACT_UNSAFE_SYMLINKS=1
# GNU tar reads 10 kB at a time where nobody says more.
export TAR_OPTIONS='-b 512'
today $t/$d && same $t/$d && end
e=$({
case $k in
none) mkdir $n $n/$d $n/$d/$p && own $n ;;
left) mkdir $n && own $n && mv $l/$o $n/$d && rm -rf $l && mv $n/$d/manifest $n/base.list ;;
*)
mkdir $n $n/$d && own $n
if [ -d $t/spare/$o ] && mv $t/spare/$o/$p $n/$d/ 2>/dev/null && [ ! $copied ]; then rm -rf $n/$d/$p; fi
[ -d $n/$d/$p ] || cp -al $t/$o/$p $n/$d/ || { rm -rf $n/$d/$p && cp -pR $t/$o/$p $n/$d/; }
;;
esac
} 2>&1) || { [ $k = none ] || [ -d $t/$o ] || fail 75 "$e"; fail 1 "$e"; }
case $k in left) b=../base.list ;; none) b=/dev/null ;; *) b=$q/$t/$o/manifest ;; esac
case $k in link) ln -s ../../../$t/$o/$p $n/$d/base ;; esac

cd $n/$d
[ $k != left ] || rm -f used patch.*
# Lines of the manifest that go or come ('~': a file whose path comes again); paths that go; what is looked at when it came; directories in
# which something is made last. A file is named once: where a sed opens one for each of its names, the second would write over the first.
lists() {
sed -n '/^@/s/.//w ../patches
/^!/s/.//w ../parents
/^[-+~]/{h
s/.//w ../lines
g
}
/^-[fl]/s/^[^ ]* [^ ]* //w ../gone
/^-d/s/^[^ ]* [^ ]* //w ../empty
/^[+=]l/s/^[^ ]* [^ ]* //w ../links
/^[+=]f/{s/^[^ ]* //
s/ /  /w ../sums
}' <<'.'
CHANGES
.
}
e=$(lists 2>&1) || fail 1 "$e"
e=$({ sort -m ../lines "$b" | uniq -u >manifest; } 2>&1) || fail 1 "$e"
touch -ct 202001010000 manifest
e=$(echo "$d  ../manifest" 2>&1 >>../sums) || fail 1 "$e"
cd $p
each gone rm -f --
[ ! -s ../../empty ] || sort -r ../../empty | tr '\n' '\0' | xargs -0 rmdir -- 2>/dev/null
cd ..
unpack() { if [ "$z" = cat ]; then tar -xpof -; else $z | tar -xpof -; fi; }
e=$(unpack 2>&1) && [ -e used ] || fail 1 "${e:-the stream broke off}"

cd $p
# Files of which only some blocks came: a copy of the old one gets them.
[ ! -s ../../patches ] || e=$({ i=0; while IFS=' ' read -r m s && IFS= read -r f; do
cp "$q/$t/$o/$p/$f" "$f" && chmod 600 "$f" && exec 3<../patch.$i || exit
while IFS=' ' read -r a c && [ $a != . ]; do
dd bs=65536 seek=$a count=$c conv=notrunc of="$f" <&3 || exit
done
dd bs=1 seek=$s count=0 of="$f" && chmod $m "$f" && touch -r ../patch.$i "$f" && rm ../patch.$i || exit
i=$((i + 1))
done <../../patches; } 2>&1) || { [ -d "$q/$t/$o/$p" ] || fail 75 "$e"; fail 1 "$e"; }
each parents touch -ct 202001010000 --
# busybox says nothing of links that it could not make.
each links ls -ld >/dev/null || fail 76
# Whether files are as a list says, by openssl, which is quicker than sha256sum with much.
hashed() { cut -d ' ' -f 3- $1 | tr '\n' '\0' | xargs -0 openssl dgst -sha256 -r 2>/dev/null | sed 's/ \*/  /' | cmp -s - $1; }
# Two at a time, each with every second file. Where openssl is not there or finds another hash, sha256sum has the last word.
both() {
[ $much = 1 ] && command -v openssl >/dev/null || return
sed -n 'p;n' ../../sums >../../sums.1
sed -n 'n;p' ../../sums >../../sums.2
hashed ../../sums.1 & i=$!
hashed ../../sums.2; set -- $?
wait $i && return $1
}
if ! both; then
e=$(sha256sum -c ../../sums 2>/dev/null) || case $e in
*'../manifest: FAILED'*) fail 75 "the base is another one by now" ;;
*) fail 76 "$(echo "$e" | grep -v ': OK$' | head -n 5)" ;;
esac
fi
cd ..
echo $now >used
[ ! -h base ] || rm base

cd "$q"
# Another sync of the same tree may have been faster: rename does not replace a directory that has something in it.
mv $n/$d $t/ 2>/dev/null || ok $t/$d || fail 75 "'$n/$d' cannot be moved to its place"
rm -rf $n

# What nobody needs goes: trees not used for six hours, but the last eight, and what syncs that were cut off have left, after a day.
set -- $t/*/used
[ $# -lt 9 ] || [ -z "$(find "$@" -mmin +360)" ] || for l in $(ls -t $t | tail -n +9); do
[ "$(find $t/$l/used -mmin +360)" ] && mv $t/$l $n && rm -rf $n
done 2>/dev/null
for l in incoming/*/owner; do
[ -f $l ] && [ "$(find $l -mtime +0)" ] && dead ${l%/*} && rm -rf ${l%/*}
done 2>/dev/null

for l in $t/spare.*; do
[ -d $l ] && [ "$(find $l -prune -mtime +0)" ] && rm -rf $l
done 2>/dev/null

# To link a large tree takes longer than all else of a small change: it is done ahead, when nobody waits.
[ "$spare" != 1 ] || (
mkdir $t/spare.$id $t/spare.$id/$d && cp -al $t/$d/$p $t/spare.$id/$d/ || { rm -rf $t/spare.$id; exit; }
[ ! -d $t/spare ] || { mv $t/spare $n && rm -rf $n; }
mv $t/spare.$id $t/spare
) </dev/null >/dev/null 2>&1 &
end
