# Arguments: wanted digest; the base's kind, digest and folder of incoming; a new name; length of the changes in blocks of 512 bytes; how to
# unpack; 1 to make a copy for the next time.
# Input: the changes, exactly that long, then the archive to its end. Its last entry is 'used': only what came whole has it.
d=$1 k=$2 o=$3 l=incoming/$4 n=incoming/$5 size=$6 z=$7 id=$5 spare=$8
fail() {
echo "$2" >&2
case "$1 $2" in 75* | *[Nn]o\ space* | *[Qq]uota*) cd "$q"; rm -rf $n ;; esac
exit $1
}
# Paths of the changes with these marks and kinds, for xargs -0.
part() { sed -n "s/^[$1][$2][^ ]* [^ ]* //p" ../../changes | tr '\n' '\0'; }
# Whether the changes have such marks and kinds.
any() { case " $kinds " in *\ [$1][$2]\ *) ;; *) return 1 ;; esac; }
# Whether openssl finds the files as the list says; it knows the processor's own instructions. Where it does not, sha256sum has the last word.
hashed() {
command -v openssl >/dev/null &&
! { part += f | xargs -0 openssl dgst -sha256 -r 2>/dev/null | sed 's/ \*/  /'; cat ../../sums; } | sort | uniq -u | read x
}

umask 22
export EXTRACT_UNSAFE_SYMLINKS=1
cd "$r" 2>/dev/null && command -v ${z%% *} >/dev/null || exit 75
q=$(pwd -P) t=trees/$p
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
mv $t/spare/$o $n/$d && [ -d $n/$d/$p ] && ! find $n/$d/$p ! -type l -newer $t/$o/manifest 2>&1 | read x && k=spare-$k || rm -rf $n/$d
fi 2>/dev/null
case $k in tree | link) same $t/$o || fail 75; esac
e=$({
case $k in
left) mv $l/$o $n/$d && rm -rf $l && mv $n/$d/manifest $n/base.list ;;
tree | link) mkdir $n/$d && { cp -al $t/$o/$p $n/$d/ || { rm -rf $n/$d/$p && cp -pR $t/$o/$p $n/$d/; }; } ;;
none) mkdir -m 755 $n/$d $n/$d/$p ;;
esac
} 2>&1) || { [ $k = none ] || [ -d $t/$o ] || fail 75 "$e"; fail 1 "$e"; }
case $k in left | none) b=../base.list ;; *) b=$q/$t/$o/manifest ;; esac
case $k in *link) ln -s ../../../$t/$o/$p $n/$d/base ;; esac

cd $n/$d
[ $k != left ] || rm -f used
e=$({ { dd iflag=fullblock bs=512 count=$size 2>/dev/null || dd bs=1 count=$((512 * $size)) 2>/dev/null; } | $z >../changes; } 2>&1) || fail 1 "$e"
if [ $k = none ]; then sed 's/^+//' ../changes >manifest
else e=$({ sed -n 's/^[-+]//p' ../changes | sort - "$b" | uniq -u >manifest; } 2>&1) || fail 1 "$e"; fi
[ "$(sha256sum <manifest)" = "$d  -" ] || fail 75 "the base is another one by now"
kinds=$(sed 's/^\(..\).*/\1/' ../changes | sort -u)
kinds=$(echo $kinds)
cd $p
! any -= fl || part -= fl | xargs -0 rm -f --
! any - d || sed -n 's/^-d[^ ]* - //p' ../../changes | sort -r | tr '\n' '\0' | xargs -0 rmdir -- 2>/dev/null
cd ..
e=$({ $z | tar -xpof -; } 2>&1) && [ -e used ] || fail 1 "${e:-the stream broke off}"

cd $p
# busybox says nothing of links that it could not make.
! any += l || part += l | xargs -0 ls -ld >/dev/null || fail 76
if any += f; then
files '[+=]' ../../changes >../../sums
hashed || e=$(sha256sum -c ../../sums 2>/dev/null) || fail 76 "$(echo "$e" | grep -v ': OK$' | head -n 5)"
fi
# The directories that were changed, and those above what was.
sed -n '/^.d/{h;s/^[^ ]* - //p;g;};s,^[^ ]* [^ ]* \(.*\)/[^/]*$,\1,p' ../../changes | sort -u | tr '\n' '\0' | xargs -0 touch -ct 202001010000 ../manifest
cd ..
echo $now >used
[ ! -h base ] || rm base

cd "$q"
# Another sync of the same tree may have been faster: rename does not replace a directory that has something in it.
mv $n/$d $t/ 2>/dev/null || ok $t/$d || fail 75 "'$n/$d' cannot be moved to its place"
rm -rf $n

# What nobody needs goes: trees not used for six hours, but the last eight, and what syncs that were cut off have left, after a day.
set -- $t/*
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
