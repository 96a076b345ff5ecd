# Arguments: wanted digest; the base's kind, digest and folder of incoming; a new name; length of the changes in blocks of 512 bytes; how to
# unpack; 1 to make a copy for the next time; 1 when much is to be hashed.
# Input: the changes, exactly that long, then the archive to its end. Its last entry is 'used': only what came whole has it.
d=$1 k=$2 o=$3 l=incoming/$4 n=incoming/$5 size=$6 z=$7 id=$5 spare=$8 much=$9
fail() {
echo "$2" >&2
case "$1 $2" in 75* | *[Nn]o\ space* | *[Qq]uota*) cd "$q"; rm -rf $n ;; esac
exit $1
}
# Gives the paths of a list to a program, if there are any.
each() { f=../../$1; shift; [ ! -s $f ] || tr '\n' '\0' <$f | xargs -0 "$@"; }

umask 22
export EXTRACT_UNSAFE_SYMLINKS=1
cd -P "$r" 2>/dev/null && command -v ${z%% *} >/dev/null || exit 75
q=$PWD t=trees/$p
end() {
echo strata $d
cd $t
pwd -P
exit
}
{ read u <$t/$d/used && [ "$u" = $now ] && same $t/$d && end; } 2>/dev/null
case $k in tree | link) read u <$t/$o/used && [ "$u" = $now ] || exit 75; esac 2>/dev/null
e=$(mkdir $n 2>&1 && own $n 2>&1) || fail 1 "$e"
# The copy that the last sync made, if nothing was changed in it either.
if [ -d $t/spare/$o ] && [ $k != none ] && [ $k != left ]; then
mv $t/spare/$o $n/$d && unchanged $n/$d/$p $t/$o/manifest && k=spare-$k || rm -rf $n/$d
fi 2>/dev/null
case $k in tree | link) same $t/$o || fail 75; esac
e=$({
case $k in
left) mv $l/$o $n/$d && rm -rf $l && mv $n/$d/manifest $n/base.list ;;
tree | link) mkdir $n/$d && { cp -al $t/$o/$p $n/$d/ || { rm -rf $n/$d/$p && cp -pR $t/$o/$p $n/$d/; }; } ;;
none) mkdir -m 755 $n/$d $n/$d/$p ;;
esac
} 2>&1) || { [ $k = none ] || [ -d $t/$o ] || fail 75 "$e"; fail 1 "$e"; }
case $k in left) b=../base.list ;; none) b=/dev/null ;; *) b=$q/$t/$o/manifest ;; esac
case $k in *link) ln -s ../../../$t/$o/$p $n/$d/base ;; esac

cd $n/$d
[ $k != left ] || rm -f used patch.*
e=$({ { dd iflag=fullblock bs=512 count=$size 2>/dev/null || dd bs=1 count=$((512 * $size)) 2>/dev/null; } | $z >../changes; } 2>&1) || fail 1 "$e"
# Lines of the manifest that go or come; paths that go; what is looked at when it came; directories that came or in which something
# was changed. A file is named once: where a sed opens one for each of its names, the second would write over the first.
e=$(sed -n '/^@/s/.//w ../patches
/^!/s/.//w ../parents
/^[-+]/{h
s/.//w ../lines
g
}
/^-[fl]/s/^[^ ]* [^ ]* //w ../gone
/^-d/s/^[^ ]* [^ ]* //w ../empty
/^[+=]l/s/^[^ ]* [^ ]* //w ../links
/^[+=]f/{s/^[^ ]* //
s/ /  /w ../sums
}
/^[+=]d/s/^[^ ]* [^ ]* //w ../touched' ../changes 2>&1) || fail 1 "$e"
e=$({ sort -m ../lines "$b" | uniq -u >manifest; } 2>&1) || fail 1 "$e"
[ "$(sha256sum <manifest)" = "$d  -" ] || fail 75 "the base is another one by now"
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
# busybox says nothing of links that it could not make.
each links ls -ld >/dev/null || fail 76
# Whether files are as a list says, by openssl, which is quicker than sha256sum with much.
hashed() { cut -d ' ' -f 3- $1 | tr '\n' '\0' | xargs -0 openssl dgst -sha256 -r 2>/dev/null | sed 's/ \*/  /' | cmp -s - $1; }
# Two at a time, each with every second file. Where openssl is not there or finds another hash, sha256sum has the last word.
both() {
[ $much = 1 ] && command -v openssl >/dev/null || return
sed -n 'p;n' ../../sums >../../sums.1
sed -n 'n;p' ../../sums >../../sums.2
[ -s ../../sums.2 ] || { hashed ../../sums.1; return; }
hashed ../../sums.1 & i=$!
hashed ../../sums.2; set -- $?
wait $i && return $1
}
if [ -s ../../sums ] && ! both; then
e=$(sha256sum -c ../../sums 2>/dev/null) || fail 76 "$(echo "$e" | grep -v ': OK$' | head -n 5)"
fi
cat ../../touched ../../parents | tr '\n' '\0' | xargs -0 touch -ct 202001010000 ../manifest
cd ..
echo $now >used
[ ! -h base ] || rm base

cd "$q"
# Another sync of the same tree may have been faster: rename does not replace a directory that has something in it.
mv $n/$d $t/ 2>/dev/null || ok $t/$d || fail 75 "'$n/$d' cannot be moved to its place"
rm -rf $n

# What nobody needs goes: trees not used for six hours, but the last eight, and what syncs that were cut off have left, after a day.
set -- $t/*/used
[ $# -lt 9 ] || for l in $(ls -t $t | tail -n +9); do
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
