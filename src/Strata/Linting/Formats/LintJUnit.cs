using System.Globalization;
using System.Text;
using System.Xml;

namespace Strata.Linting.Formats;

/// <summary>Writes a report as JUnit's XML: a test suite for each file, a case for each finding; notes pass, ignored findings are skipped.</summary>
public static class LintJUnit
{
    /// <summary>The document; a report without findings has one case that passes.</summary>
    public static string Render(LintReport report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "strata lint");
            var files = report.Findings.Concat(report.Ignored).GroupBy(f => f.Path, StringComparer.Ordinal).ToList();
            foreach (var file in files)
            {
                WriteSuite(xml, file.Key, [.. file]);
            }

            if (files.Count == 0)
            {
                WriteSuite(xml, "lint", []);
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void WriteSuite(XmlWriter xml, string name, IReadOnlyList<Finding> findings)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(name));
        xml.WriteAttributeString("tests", Math.Max(1, findings.Count).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", findings.Count(IsFailure).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("skipped", findings.Count(f => f.IgnoredBecause is not null).ToString(CultureInfo.InvariantCulture));
        foreach (var finding in findings)
        {
            WriteCase(xml, finding);
        }

        if (findings.Count == 0)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", "no findings");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, Finding finding)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(finding.Path));
        xml.WriteAttributeString("name", $"{finding.Rule.Id} at {finding.Span}");
        if (finding.IgnoredBecause is { } reason)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Clean(reason));
            xml.WriteEndElement();
        }
        else if (IsFailure(finding))
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", LintText.Word(finding.Severity));
            xml.WriteAttributeString("message", Clean(finding.What));
            xml.WriteString(Clean(finding.ToProblem().ToString()));
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("system-out", Clean(finding.ToProblem().ToString()));
        }

        xml.WriteEndElement();
    }

    private static bool IsFailure(Finding finding) => finding.IgnoredBecause is null && finding.Severity != Severity.Note;

    // What XML 1.0 cannot hold becomes a question mark.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (at + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[at + 1], text[at]))
            {
                clean.Append(text[at]).Append(text[++at]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[at]) ? text[at] : '?');
            }
        }

        return clean.ToString();
    }
}
