# Arguments: wanted digest; the base's kind, digest and folder of incoming; a new name; length of the changes in bytes; how to unpack.
# Input: the changes, exactly that long, then the archive to its end. Its last entry is 'used': only what came whole has it.
d=$1 k=$2 o=$3 l=incoming/$4 n=incoming/$5 size=$6 z=$7
fail() {
echo "$2" >&2
case $2 in *[Nn]o\ space* | *[Qq]uota*) cd "$q"; rm -rf $n ;; esac
exit $1
}
# Paths of the changes with these marks and kinds, for xargs -0.
part() { sed -n "s/^[$1][$2][^ ]* [^ ]* //p" ../changes | tr '\n' '\0'; }
# Reads so many bytes and not one more.
take() {
if dd iflag=fullblock bs=1 count=0 </dev/null; then dd iflag=fullblock bs=512 count=$(($1 / 512)); dd bs=1 count=$(($1 % 512))
else dd bs=1 count=$1; fi 2>/dev/null
}

umask 22
export EXTRACT_UNSAFE_SYMLINKS=1
cd "$r" || exit 75
q=$(pwd -P)
e=$(mkdir $n 2>&1 && own $n 2>&1) || fail 1 "$e"
e=$({
case $k in
left) mv $l/$o $n/$d && rm -rf $l && mv $n/$d/manifest $n/$d/base.list ;;
tree) mkdir $n/$d && cp trees/$p/$o/manifest $n/$d/base.list && ln -s ../../../trees/$p/$o/$p $n/$d/base &&
{ cp -al trees/$p/$o/$p $n/$d/ || { rm -rf $n/$d/$p && cp -pR trees/$p/$o/$p $n/$d/; }; } ;;
*) mkdir -p $n/$d/$p && chmod 755 $n/$d/$p && : >$n/$d/base.list ;;
esac
} 2>&1) || { [ $k = none ] || [ -d trees/$p/$o ] || fail 75 "$e"; fail 1 "$e"; }

cd $n/$d
rm -f used
e=$({ take $size | $z >changes; } 2>&1) || fail 1 "$e"
e=$({ sed -n 's/^[-+]//p' changes | sort - base.list | uniq -u >manifest; } 2>&1) || fail 1 "$e"
[ "$(sha256sum <manifest)" = "$d  -" ] || fail 75 "the base is another one by now"
touch -t 202001010000 manifest
cd $p
if grep -q '^[-=]' ../changes; then
part -= fl | xargs -0 rm -f --
sed -n 's/^-d[^ ]* - //p' ../changes | sort -r | tr '\n' '\0' | xargs -0 rmdir -- 2>/dev/null
fi
cd ..
e=$({ $z | tar -xpof -; } 2>&1) && [ -e used ] || fail 1 "${e:-the stream broke off}"

# busybox says nothing of links that it could not make.
cd $p
part += ld | xargs -0 ls -ld >/dev/null || fail 76
files '[+=]' ../changes >../sums
if [ -s ../sums ]; then
e=$(sha256sum -c ../sums 2>/dev/null) || fail 76 "$(echo "$e" | grep -v ': OK$' | head -n 5)"
fi
cd ..
find $p -type d -newer manifest -exec touch -t 200109090146.40 {} +
echo $now >used
rm -f base base.list changes sums

cd "$q"
mkdir -p trees/$p
# Another sync of the same tree may have been faster: rename does not replace a directory that has something in it.
mv $n/$d trees/$p/ 2>/dev/null || [ -d trees/$p/$d ] || fail 1 "'$n/$d' cannot be moved to its place"
touch trees/$p/$d/used
rm -rf $n

# What nobody used since yesterday goes: trees but the last eight, and what syncs that were cut off have left.
for l in $(ls -t trees/$p | tail -n +9); do
[ "$(find trees/$p/$l/used -mtime +0)" ] && mv trees/$p/$l $n && rm -rf $n
done 2>/dev/null
for l in incoming/*/; do
[ "$(find $l -prune -mtime +0)" ] && dead $l && rm -rf $l
done 2>/dev/null
echo strata $d
cd trees/$p
pwd -P
