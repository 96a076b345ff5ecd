# d: a digest.   Says that its tree is whole, if it is.
[ $d = $o ] || { today $t/$d && same $t/$d; } || exit 75
echo $now >$t/$d/used
end
