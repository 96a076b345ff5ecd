using System.IO;
using System.Linq;
using System.Xml.Linq;

/// <summary>How many tests passed, failed and were skipped.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    /// <summary>Sums up the result files of all test projects in a folder.</summary>
    public static TestCounts Read(string directory) =>
        Directory.EnumerateFiles(directory, "*.trx")
            .Select(file => XDocument.Load(file).Descendants().First(e => e.Name.LocalName == "Counters"))
            .Select(c => new TestCounts(Count(c, "passed"), Count(c, "failed") + Count(c, "error") + Count(c, "timeout"), Count(c, "total") - Count(c, "executed")))
            .Aggregate(new TestCounts(0, 0, 0), (a, b) => new TestCounts(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped));

    /// <summary>The line that CI ends with.</summary>
    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    private static int Count(XElement counters, string name) => (int?)counters.Attribute(name) ?? 0;
}
