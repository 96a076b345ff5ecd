using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

/// <summary>How many tests passed, failed and were skipped, and what each failed one said.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures)
{
    /// <summary>Sums up the result files of all test projects in a folder.</summary>
    public static TestCounts Read(string directory) =>
        Directory.EnumerateFiles(directory, "*.trx").Order().Select(Of)
            .Aggregate(new TestCounts(0, 0, 0, []), (a, b) => new TestCounts(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped, [.. a.Failures, .. b.Failures]));

    /// <summary>The line that CI ends with.</summary>
    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    private static TestCounts Of(string file)
    {
        var results = XDocument.Load(file);
        var counters = Named(results, "Counters").First();
        var classes = Named(results, "UnitTest").ToDictionary(t => (string)t.Attribute("id")!, t => (string?)Named(t, "TestMethod").First().Attribute("className"));
        return new TestCounts(
            Count(counters, "passed"),
            Count(counters, "failed") + Count(counters, "error") + Count(counters, "timeout"),
            Count(counters, "total") - Count(counters, "executed"),
            [.. Named(results, "UnitTestResult").Where(r => (string?)r.Attribute("outcome") is not ("Passed" or "NotExecuted")).Select(r => Failure(r, classes))]);
    }

    private static string Failure(XElement result, Dictionary<string, string?> classes)
    {
        var place = $"{classes[(string)result.Attribute("testId")!]}.{(string?)result.Attribute("testName")}";
        var said = Named(result, "Message").FirstOrDefault()?.Value.Trim() ?? (string?)result.Attribute("outcome");
        var where = Named(result, "StackTrace").FirstOrDefault()?.Value.Trim().Split('\n')[0];
        return string.Join('\n', new[] { place + ":", said, where }.Where(l => l is { Length: > 0 })) + '\n';
    }

    private static IEnumerable<XElement> Named(XContainer within, string name) => within.Descendants().Where(e => e.Name.LocalName == name);

    private static int Count(XElement counters, string name) => (int?)counters.Attribute(name) ?? 0;
}
