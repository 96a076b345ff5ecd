using Strata.Graph;
using Strata.Targets.Images;
using Strata.Testing;

namespace Strata.Targets.Tests.Images;

public sealed class ImageSetTests
{
    [TestCase("%ROOT%/build/Build.Images.cs", "build/Build.Images.cs")]
    [TestCase("/_/build/Build.Images.cs", "build/Build.Images.cs")]
    [TestCase("/another/clone/build/Build.Images.cs", "build/Build.Images.cs", Description = "a program that was compiled there and copied here")]
    [TestCase("/another/clone/build/Elsewhere.cs", "/another/clone/build/Elsewhere.cs")]
    public void Place_is_told_relative_to_the_root(string compiled, string told) =>
        Assert.That(ImageSet.Relative(new SourcePlace(compiled.Replace("%ROOT%", Repository.Root, StringComparison.Ordinal), 7), Repository.Root), Is.EqualTo(new SourcePlace(told, 7)));
}
