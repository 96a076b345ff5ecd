using System.Text;
using Strata.Layers;

namespace Strata.Tests.Layers;

public class ImageHistoryTests
{
    [TestCase("RUN /bin/sh -c apt-get update     \\\n  && true # buildkit", "RUN apt-get update \\ && true")]
    [TestCase("RUN |2 A=b C=d /bin/sh -c make # buildkit", "RUN make")]
    [TestCase("RUN echo hi # buildkit", "RUN echo hi")]
    [TestCase("COPY --chmod=755 src /app # buildkit", "COPY --chmod=755 src /app")]
    [TestCase("/bin/sh -c #(nop) ADD file:123 in / ", "ADD file:123 in /")]
    [TestCase("/bin/sh -c #(nop)  CMD [\"bash\"]", "CMD [\"bash\"]")]
    [TestCase("/bin/sh -c set -e; make", "RUN set -e; make")]
    [TestCase("|1 A=b /bin/sh -c make", "RUN make")]
    [TestCase("WORKDIR /app", "WORKDIR /app")]
    [TestCase("mmdebstrap", "mmdebstrap")]
    public void Builders_words_are_taken_off(string createdBy, string instruction) => Assert.That(ImageHistory.Tidy(createdBy), Is.EqualTo(instruction));

    [Test]
    public void Entries_without_a_layer_are_left_out() =>
        Assert.That(Read("""[{"created_by":"A"},{"created_by":"ENV a","empty_layer":true},{"created_by":"B","empty_layer":false},{}]""", 3), Is.EqualTo(new[] { "A", "B", "" }));

    [Test]
    public void History_that_does_not_fit_says_nothing() => Assert.That(Read("""[{"created_by":"A"}]""", 2), Is.EqualTo(new[] { "", "" }));

    [Test]
    public void Config_without_history_says_nothing() => Assert.That(ImageHistory.Instructions("{}"u8.ToArray(), 1), Is.EqualTo(new[] { "" }));

    [TestCase("COPY --link a /b", true)]
    [TestCase("COPY --from=x --link=true a /b", true)]
    [TestCase("COPY a --link", false)]
    [TestCase("RUN --link", false)]
    public void Linked_copies_are_known(string instruction, bool isLinked) => Assert.That(new ImageLayer("", null, null, instruction).IsLinked, Is.EqualTo(isLinked));

    private static IEnumerable<string> Read(string history, int layers) =>
        ImageHistory.Instructions(Encoding.UTF8.GetBytes($$"""{"history":{{history}}}"""), layers);
}
