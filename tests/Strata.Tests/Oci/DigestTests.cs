using FsCheck;
using FsCheck.Fluent;
using Strata.Oci;

namespace Strata.Tests.Oci;

public class DigestTests
{
    [Test]
    public void Hashes_of_both_algorithms_round_trip() => Prop.ForAll<byte[], bool>((content, is512) =>
    {
        var text = is512
            ? "sha512:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(content))
            : "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        return Digest.Parse(text).ToString() == text && Digest.Parse(text) == Digest.Parse(text);
    }).QuickCheckThrowOnFailure();

    [TestCase("", "'' is no digest: expected 'sha256:' and 64 hexadecimal digits")]
    [TestCase("md5:00", "digest algorithm 'md5' is not known: expected sha256 or sha512")]
    [TestCase("sha256:00", "'00' is no sha256 digest: expected 64 lower-case hexadecimal digits")]
    public void Others_are_refused_with_the_reason(string text, string reason) =>
        Assert.That(() => Digest.Parse(text), Throws.TypeOf<FormatException>().With.Message.EqualTo(reason));

    [Test]
    public void Capitals_are_refused() => Assert.That(Digest.TryParse("sha256:" + new string('A', 64), out _), Is.False);
}
