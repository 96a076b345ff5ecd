# Argument: a digest.   Says whether its tree is whole, whether there is zstd, and where the trees are; nothing when it is not.
{ cd "$r/trees/$p" && read u <$1/used && [ "$u" = $now ] && same $1 && echo $now >$1/used && echo strata $1 $(command -v zstd) && pwd -P; } 2>/dev/null
exit 0
