using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.Hosts;
using Strata.Engine.Tests.BuildKit;

namespace Strata.Engine.Tests.Hosts;

public sealed class KnownHostsTests
{
    private static readonly string[] Names = ["host", "host.example", "a.host.example", "10.0.0.1", "[host]:2222", "[10.0.0.1]:22", "::1", "[::1]:2222"];
    private static readonly string[] Patterns =
        ["host", "Host", "*", "?ost", "h*t", "*.example", "!host", "!*.example", "[host]:2222", "[*]:2222", "[host]:*", "10.0.0.?", "::1", "[::1]:2222", "a*b*c", ""];

    private static HostKey Ours => Key(1);

    [Test]
    public async Task Lines_are_found_as_ssh_keygen_finds_them()
    {
        var program = await DebianTool.FindAsync("openssh-client", "usr/bin/ssh-keygen");
        var file = Path.GetTempFileName();
        var patterns = from some in Gen.NonEmptyListOf(Gen.Elements(Patterns)) select string.Join(',', some.Take(3));
        var hashed = from name in Gen.Elements(Names) select Hashed(name);
        var field = Gen.Frequency((4, patterns), (1, hashed));
        var lines = Gen.Sample(from f in field from mark in Gen.Elements("", "", "@revoked ", "@cert-authority ", "@other ", "# ", " ") select $"{mark}{f} {Text(Key(1))}", 300).ToList();
        lines.AddRange(["", "host", "host ssh-ed25519", $"\thost\t{Text(Key(1))} comment with words"]);
        await File.WriteAllTextAsync(file, string.Join('\n', lines) + "\n");

        foreach (var name in Names)
        {
            var output = await new LocalHost().CaptureAsync(new Command(program, "-F", name, "-f", file), default);
            var theirs = output.Lines.Where(l => l.Text.StartsWith("# Host ", StringComparison.Ordinal)).Select(l => int.Parse(l.Text.Split("line ")[1].Split(' ')[0])).ToArray();
            var ours = lines.Select((line, index) => (Line: KnownHostLine.Parse(line), Number: index + 1)).Where(l => l.Line?.IsAbout(name.ToLowerInvariant()) == true).Select(l => l.Number);

            Assert.That(ours, Is.EqualTo(theirs), name);
        }

        File.Delete(file);
    }

    [TestCase("host ssh-ed25519 ????")]
    [TestCase("host ssh-ed25519 AAAA")]
    [TestCase("host ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB")]
    [TestCase("@later host ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB")]
    public void A_line_without_a_key_of_its_type_says_nothing(string line) => Assert.That(KnownHostLine.Parse(line), Is.Null);

    [TestCase("host $1", 22, HostKeyTrust.Known)]
    [TestCase("host $2", 22, HostKeyTrust.Changed)]
    [TestCase("host $2\nhost $1", 22, HostKeyTrust.Known)]
    [TestCase("other $1", 22, HostKeyTrust.Unknown)]
    [TestCase("", 22, HostKeyTrust.Unknown)]
    [TestCase("[host]:2222 $1", 22, HostKeyTrust.Unknown)]
    [TestCase("[host]:2222 $1", 2222, HostKeyTrust.Known)]
    [TestCase("host $1", 2222, HostKeyTrust.Known)]
    [TestCase("host $2", 2222, HostKeyTrust.Unknown)]
    [TestCase("host $1\n[host]:2222 $2", 2222, HostKeyTrust.Changed)]
    [TestCase("host $1\n@revoked * $1", 22, HostKeyTrust.Revoked)]
    [TestCase("host $1\n@revoked other $1", 22, HostKeyTrust.Known)]
    [TestCase("@revoked host $1", 2222, HostKeyTrust.Revoked)]
    [TestCase("@cert-authority * $1", 22, HostKeyTrust.Unknown)]
    [TestCase("@cert-authority * $3", 22, HostKeyTrust.Unknown)]
    public void A_key_is_known_changed_or_not_to_be_trusted(string text, int port, HostKeyTrust expected) =>
        Assert.That(KnownHosts.Find([Fill(text)], "HOST", port).Check(Ours), Is.EqualTo(expected));

    [TestCase("@cert-authority * $3", "host", HostKeyTrust.Known)]
    [TestCase("@cert-authority * $3", "other", HostKeyTrust.Unknown)]
    [TestCase("@cert-authority * $3\nhost $1", "other", HostKeyTrust.Known)]
    [TestCase("@cert-authority other $3", "host", HostKeyTrust.Unknown)]
    [TestCase("@cert-authority * $2", "host", HostKeyTrust.Unknown)]
    [TestCase("@cert-authority * $3\n@revoked * $3", "host", HostKeyTrust.Revoked)]
    [TestCase("@cert-authority * $3\n@revoked * $1", "host", HostKeyTrust.Revoked)]
    public void A_certificate_counts_for_the_names_that_its_authority_gave_it(string text, string principal, HostKeyTrust expected) =>
        Assert.That(KnownHosts.Find([Fill(text)], "host", 22).Check(Ours with { Authority = Key(3).Blob, Principals = [principal] }), Is.EqualTo(expected));

    [Test]
    public void An_alias_stands_for_name_and_port() =>
        Assert.That(KnownHosts.Find([Fill("alias $1\n[host]:2222 $2")], "host", 2222, alias: "Alias").Check(Ours), Is.EqualTo(HostKeyTrust.Known));

    [Test]
    public void All_files_count_and_the_types_of_known_keys_are_told() =>
        Assert.That(KnownHosts.Find([Fill("host $2"), Fill("@revoked host $1"), $"host {Text(Key(4, "ssh-rsa"))}"], "host", 22).KeyTypes, Is.EqualTo(["ssh-ed25519", "ssh-rsa"]));

    [Test]
    public void The_line_of_a_key_makes_it_known() =>
        Assert.That(KnownHosts.Find([KnownHosts.LineOf(KnownHosts.NameOf("host", 2222), Ours)], "host", 2222).Check(Ours), Is.EqualTo(HostKeyTrust.Known));

    private static string Fill(string text) => text
        .Replace("$1", Text(Ours), StringComparison.Ordinal).Replace("$2", Text(Key(2)), StringComparison.Ordinal).Replace("$3", Text(Key(3)), StringComparison.Ordinal);

    private static HostKey Key(byte seed, string type = "ssh-ed25519") => new((byte[])[0, 0, 0, (byte)type.Length, .. Encoding.ASCII.GetBytes(type), 0, 0, 0, 32, .. Enumerable.Repeat(seed, 32)]);

    private static string Text(HostKey key) => KnownHosts.LineOf("", key).Trim();

    private static string Hashed(string name)
    {
        var salt = RandomNumberGenerator.GetBytes(20);
        return $"|1|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes(name.ToLowerInvariant())))}";
    }
}
