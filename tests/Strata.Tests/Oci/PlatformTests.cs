using Strata.Oci;

namespace Strata.Tests.Oci;

public class PlatformTests
{
    [TestCase("linux/amd64", "linux/amd64")]
    [TestCase("Linux/X86_64", "linux/amd64")]
    [TestCase("linux/aarch64", "linux/arm64")]
    [TestCase("linux/arm64/v8", "linux/arm64")]
    [TestCase("linux/arm", "linux/arm/v7")]
    [TestCase("linux/armel", "linux/arm/v6")]
    [TestCase("linux/amd64/v2", "linux/amd64/v2")]
    [TestCase("macos/arm64", "darwin/arm64")]
    public void Normalises_as_containerd_does(string text, string platform) => Assert.That(Platform.Parse(text).ToString(), Is.EqualTo(platform));

    [TestCase("")]
    [TestCase("linux")]
    [TestCase("linux/")]
    [TestCase("linux/a/b/c")]
    [TestCase("linux/amd64\n")]
    public void Refuses(string text) => Assert.That(() => Platform.Parse(text), Throws.TypeOf<FormatException>());
}
