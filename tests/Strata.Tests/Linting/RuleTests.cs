using Strata.Dockerfiles;
using Strata.Graph;
using Strata.Linting;
using Strata.Oci;
using Strata.Testing;

namespace Strata.Tests.Linting;

/// <summary>Short forms for the tests of one rule: texts with <c>[|...|]</c> around the place that has to be found.</summary>
/// <remarks>
/// A text without FROM stands in an image on <c>debian:trixie</c>. Images of a fleet are written as <c>=== name</c> lines with a Dockerfile below;
/// <c>=== name @8000 !/health</c> gives the definition a port and a health path, <c>=== path/to/file</c> is another file.
/// </remarks>
public abstract class RuleTests(string id)
{
    private LintRule Rule { get; } = LintRules.Find(id)!;

    [Test]
    public void Its_bad_example_is_caught_and_its_good_one_allowed()
    {
        Assert.That(Found(Rule.Bad), Is.Not.Empty, "bad example");
        Assert.That(Found(Rule.Good), Is.Empty, "good example");
    }

    /// <param name="text">With one place marked.</param>
    /// <param name="times">How often the place is found: a rule that names the supply tells of each.</param>
    protected void Catches(string text, int times = 1)
    {
        var open = text.IndexOf("[|", StringComparison.Ordinal);
        var close = text.IndexOf("|]", StringComparison.Ordinal);
        Assert.That(open >= 0 && close > open, Is.True, "the text has no [|...|]");
        var expected = text[(open + 2)..close];
        var found = Found(text.Replace("[|", "").Replace("|]", ""));
        Assert.That(found.Select(f => f.Text), Is.EqualTo(Enumerable.Repeat(expected, times)));
        Assert.That(found[0].Finding.Excerpt, Does.EndWith("^"));
    }

    protected void Allows(string text) => Assert.That(Found(text).Select(f => f.Finding.What), Is.Empty);

    /// <summary>The text after the rule's own fixes.</summary>
    protected string Fixed(string text)
    {
        text = Complete(text);
        return TextEdit.Apply(text, Found(text).Select(f => f.Finding.Fix).OfType<TextEdit>());
    }

    protected IReadOnlyList<(Finding Finding, string Text)> Found(string text)
    {
        var (report, files) = text.Contains("=== ", StringComparison.Ordinal) ? Fleet(text) : Single(Complete(text));
        return [.. report.Findings.Where(f => f.Rule == Rule).Select(f => (f, TextOf(f, files)))];
    }

    private static string TextOf(Finding finding, IFileTree files) =>
        files.Find(finding.Path) is null ? "" : files.ReadText(finding.Path).Substring(finding.Span.Offset, finding.Span.Length);

    // The marks may stand in front of FROM.
    private static string Complete(string text) =>
        text.Split('\n').Any(l => l.TrimStart('[', '|', ' ').StartsWith("FROM ", StringComparison.OrdinalIgnoreCase)) ? text : "FROM debian:trixie\n" + text;

    private static (LintReport, IFileTree) Single(string text) =>
        (Linter.Run(DockerfileParser.Parse(text, "Dockerfile"), LintPolicy.Default), new InMemoryFileTree().Write("Dockerfile", text));

    private static (LintReport, IFileTree) Fleet(string text)
    {
        var files = new InMemoryFileTree();
        List<ImageDefinition> images = [];
        var parts = text.Split("=== ", StringSplitOptions.RemoveEmptyEntries);
        var names = parts.Select(p => p.Split([' ', '\n'])[0]).ToHashSet();
        foreach (var part in parts)
        {
            var (head, content) = part.IndexOf('\n') is >= 0 and var feed ? (part[..feed].Split(' '), part[(feed + 1)..]) : (part.Split(' '), "");
            if (head[0].Contains('.') || head[0].Contains('/'))
            {
                files.Write(head[0], content);
                continue;
            }

            var path = $"docker/{head[0]}/Dockerfile";
            files.Write(path, content);
            images.Add(Define(head, path, content, names));
        }

        return (Linter.Run(ImageGraph.Create(images, files, Supply.Hub), files, LintPolicy.Default), files);
    }

    private static ImageDefinition Define(string[] head, string path, string content, HashSet<string> names)
    {
        var dockerfile = DockerfileParser.Parse(content, path);
        var uses = SupplyArgument.All
            .SelectMany(s => DockerfileReferences.Resolve(dockerfile, new Dictionary<string, string> { [SupplyArgument.Name] = s.ToWord() }, Platform.Default).Externals)
            .ToList();
        return new ImageDefinition
        {
            Name = head[0],
            Target = head[0],
            Dockerfile = path,
            Parents = [.. uses.Select(u => u.Reference.Name).Where(names.Contains).Distinct()],
            Upstreams = [.. uses.Where(u => !names.Contains(u.Reference.Name)).Select(u => u.Reference).Distinct()
                .Select(r => Upstream.Image(r.Repository, r.Tag ?? "latest").FromDebian("trixie"))],
            Ports = [.. head.Where(h => h.StartsWith('@')).Select(h => new PortMapping(int.Parse(h[1..])))],
            Health = head.FirstOrDefault(h => h.StartsWith('!'))?[1..],
            Title = head.FirstOrDefault(h => h.StartsWith('#'))?[1..],
        };
    }
}
