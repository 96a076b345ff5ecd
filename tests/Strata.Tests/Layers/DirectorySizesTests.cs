using Strata.Layers;

namespace Strata.Tests.Layers;

public class DirectorySizesTests
{
    [Test]
    public void Small_ones_are_summed_up_and_lone_chains_are_one()
    {
        var tree = DirectorySizes.Of(Layer.Of("usr/lib/x/big=900:a usr/lib/x/y/z/deep=500:b usr/lib/s1=10:c usr/lib/s2=20:d etc/tiny=5:e"), 100);
        Assert.That(Text(tree), Is.EqualTo("1435[usr/lib 1430[x 1400[big 900, y/z/deep 500], 2 smaller 30], 1 smaller 5]"));
    }

    [Test]
    public void Children_sum_up_to_their_parent()
    {
        var tree = DirectorySizes.Of(Layer.Of("a/b=5:a a/c=6:b d=7:c"), 1);
        Assert.That(tree.Bytes, Is.EqualTo(18));
        Assert.That(tree.Children.Sum(c => c.Bytes), Is.EqualTo(18));
    }

    private static string Text(DirectorySizes tree) =>
        $"{tree.Name} {tree.Bytes}".Trim() + (tree.Children.IsEmpty ? "" : $"[{string.Join(", ", tree.Children.Select(Text))}]");
}
