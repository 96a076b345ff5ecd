# Arguments: wanted digest, a new name.   Says what of the tree is there already, compressed, in lines:
#   at PLACE   zstd   and one of   ready   tree DIGEST   left NAME DIGEST, broken NUMBER ...   none
# and the manifest of what is there: manifest LINES, its lines.
d=$1 n=incoming/$2
for c in tar gzip sha256sum xargs find sort uniq sed tr cut head tail grep dd; do
command -v $c >/dev/null || { echo "there is no program '$c' on the host" >&2; exit 77; }
done
umask 77
[ -d "$r/trees/$p" ] && [ -d "$r/incoming" ] || mkdir -p "$r/trees/$p" "$r/incoming" || exit 1
cd "$r" || exit 1

manifest() { echo manifest $(wc -l <$1/manifest); cat $1/manifest; }

# Takes a folder of incoming whose owner has ended; a rename, so that one of several gets it.
take() { [ -d $1/$p ] && dead ${1%/*} && mkdir -p $n && mv $1 $n/ 2>/dev/null && rm -rf ${1%/*}; }

# Takes out of a tree what is not as its manifest says, and says which of its files lack: by number, among its files.
mend() {
touch -t 202001010000 ../manifest
find . -type f -newer ../manifest -exec rm -f {} +
find . -type d ! -perm 755 -exec chmod 755 {} +
{ have; want; } | sort | uniq -d | sed 's/^[^ ]* //' >../good
find . | cat - ../good | sort | uniq -u | sed -n 's,^\./,./,p' | tr '\n' '\0' | xargs -0 rm -rf --
files '' ../manifest >../sums
sha256sum -c ../sums 2>/dev/null | grep -n -v ': OK$' | sed 's/^\([0-9]*\):.*/broken \1/'
rm -f ../good ../sums
}

say() {
echo at "$(pwd -P)"
command -v zstd >/dev/null && echo zstd
ok trees/$p/$d && { echo ready; return; }
# A tree that somebody changed, what was left of this one, the trees last used, what was left of any other.
if [ -d trees/$p/$d ]; then mkdir -p $n && mv trees/$p/$d $n/ 2>/dev/null
else for l in incoming/*/$d; do take $l && break; done; fi
if [ ! -d $n/$d ]; then
for l in trees/$p/*/manifest; do
[ ! -f $l ] || for l in $(ls -t trees/$p | head -n 3); do
ok trees/$p/$l && { echo tree $l; manifest trees/$p/$l; return; }
done
break
done
for l in incoming/*/*/$p; do l=${l%/*}; take $l && d=${l##*/} && break; done
fi
if [ -d $n/$d/$p ] && [ "$(sha256sum <$n/$d/manifest)" = "$d  -" ]; then
echo left ${n#*/} $d
( cd $n/$d/$p && mend )
manifest $n/$d
own $n
else
[ ! -d $n ] || rm -rf $n
echo none
fi
}
say | gzip -c
