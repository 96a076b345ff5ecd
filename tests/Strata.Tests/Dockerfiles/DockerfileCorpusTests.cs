using System.Diagnostics;
using Strata.Dockerfiles;
using Strata.Linting;
using Strata.Oci;
using Strata.Testing.Dockerfiles;

namespace Strata.Tests.Dockerfiles;

/// <summary>The corpus, and what can be made of it; that BuildKit says the same of it is proved in the engine's tests.</summary>
public class DockerfileCorpusTests
{
    [Test]
    public void It_is_big_enough()
    {
        Assert.That(DockerfileCorpus.All, Has.Length.GreaterThanOrEqualTo(200));
        Assert.That(DockerfileCorpus.All.Select(e => e.Name), Is.Unique);
        Assert.That(DockerfileCorpus.All.Count(e => !e.IsGood), Is.GreaterThanOrEqualTo(100));
    }

    [Test]
    public void What_is_good_is_taken_and_what_is_bad_refused()
    {
        var wrong = DockerfileCorpus.All.Where(e => (Problem(e.Text) is null) != (e.IsGood || e.IsLate)).ToList();
        TestContext.Out.WriteLine(string.Join("\n\n", wrong.Select(e => $"{e.Name}: {e.Text}{Problem(e.Text)}")));
        Assert.That(wrong, Is.Empty);
        Assert.That(DockerfileCorpus.OnlyHereRefused.Select(e => Problem(e.Text)), Has.All.Not.Null);
    }

    [Test]
    public void Instructions_and_what_stands_between_them_are_the_text()
    {
        foreach (var entry in DockerfileCorpus.All.Where(e => e.IsGood))
        {
            AssertRoundTrip(entry.Text);
        }
    }

    [Test]
    public void Mutations_of_it_do_no_harm() => Fuzz(0, 20_000);

    [Test, Explicit("takes minutes"), Category("Soak")]
    public void Mutations_of_it_do_no_harm_soak() => Fuzz(1_000_000, 1_000_000);

    private static void Fuzz(int first, int count)
    {
        var (read, slow, most) = (0, new List<int>(), 0L);
        for (var number = first; number < first + count; number++)
        {
            var text = DockerfileMutations.Create(number);
            var (allocated, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            try
            {
                var dockerfile = Read.File(text);
                read++;
                AssertRoundTrip(text, dockerfile);
                DockerfileReferences.Resolve(dockerfile, new Dictionary<string, string> { ["A"] = "x" }, Platform.Default);
                Linter.Run(dockerfile, LintPolicy.Default);
            }
            catch (DefinitionException e)
            {
                Assert.That(e.Problems.All(p => p.Place.StartsWith("Dockerfile", StringComparison.Ordinal)), $"number {number}: {e.Message}");
            }
            catch (Exception e) when (e is not AssertionException)
            {
                Assert.Fail($"number {number}: {e}\n{text}");
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - allocated);
            if (clock.Elapsed > TimeSpan.FromSeconds(1))
            {
                slow.Add(number);
            }
        }

        TestContext.Out.WriteLine($"{read} of {count} could be read; at most {most / 1e6:0.0} MB were allocated for one");

        // A busy machine may stop the test itself; what is slow by nature is slow each time.
        Assert.That(slow.Where(n => IsSlow(n) && IsSlow(n)), Is.Empty);
        Assert.That(most, Is.LessThan(100_000_000));
        Assert.That(read, Is.GreaterThan(count / 20));
    }

    private static bool IsSlow(int number)
    {
        var text = DockerfileMutations.Create(number);
        var clock = Stopwatch.StartNew();
        _ = Problem(text);
        return clock.Elapsed > TimeSpan.FromSeconds(1);
    }

    private static void AssertRoundTrip(string text, Dockerfile? read = null)
    {
        read ??= Read.File(text);
        var (at, together) = (0, new System.Text.StringBuilder());
        foreach (var instruction in read.Instructions)
        {
            var between = text[at..instruction.Span.Offset];
            Assert.That(between.TrimStart('\uFEFF').Split('\n').All(l => l.TrimStart() is "" or ['#', ..]), $"'{between}' stands between instructions of\n{text}");
            together.Append(between).Append(read.TextOf(instruction.Span));
            at = instruction.Span.End;
        }

        Assert.That(together.Append(text[at..]).ToString(), Is.EqualTo(text));
    }

    private static string? Problem(string text)
    {
        try
        {
            DockerfileReferences.Resolve(Read.File(text), new Dictionary<string, string>(), Platform.Default);
            return null;
        }
        catch (DefinitionException e)
        {
            return e.Message;
        }
    }
}
