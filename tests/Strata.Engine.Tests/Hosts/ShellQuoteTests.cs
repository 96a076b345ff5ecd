using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

[Platform("Linux,MacOsX")]
public sealed class ShellQuoteTests
{
    [TestCase("plain-word_1.2:3/4@5%6+7=8,9", "plain-word_1.2:3/4@5%6+7=8,9")]
    [TestCase("", "''")]
    [TestCase("it's", "'it'\\''s'")]
    [TestCase("$HOME", "'$HOME'")]
    public void Words_are_quoted_only_where_needed(string word, string quoted) => Assert.That(ShellQuote.Quote(word), Is.EqualTo(quoted));

    [Test]
    public void A_NUL_is_refused() => Assert.Throws<ArgumentException>(() => ShellQuote.Quote("a\0b"));

    [Test]
    public void A_real_shell_reads_every_word_back()
    {
        var host = new LocalHost();
        var words = ArbMap.Default.ArbFor<NonNull<string>>().Generator
            .Select(s => s.Get.Replace("\0", "", StringComparison.Ordinal)).Where(IsUnicode).NonEmptyListOf();

        Prop.ForAll(words.ToArbitrary(), list =>
        {
            var script = "printf '%s\\001' " + ShellQuote.Join(list);
            var output = host.CaptureAsync(new Command("sh", "-c", script), default).GetAwaiter().GetResult();
            var expected = string.Concat(list.Select(w => w + "\u0001"));
            return output.Lines.Length == 0 ? expected.Length == 0 : Lines(output.Output) == Lines(expected);
        }).QuickCheckThrowOnFailure();
    }

    // Our own reading of output drops a carriage return before a line's end; that is not the quoting's matter.
    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(l => l.TrimEnd('\r')));

    private static bool IsUnicode(string text)
    {
        try
        {
            new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (System.Text.EncoderFallbackException)
        {
            return false;
        }
    }
}
