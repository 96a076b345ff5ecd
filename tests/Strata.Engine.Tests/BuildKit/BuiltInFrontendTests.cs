using Strata.Engine.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

public sealed class BuiltInFrontendTests
{
    [TestCase("# syntax=docker/dockerfile:1.7\nFROM a\nRUN b", "\nFROM a\nRUN b")]
    [TestCase("\uFEFF# syntax = docker/dockerfile:1\r\nFROM a\r\n", "\r\nFROM a\r\n")]
    [TestCase("#SYNTAX=x\n# escape=`\n# check=skip=all\nFROM a", "# escape=`\n# check=skip=all\n\nFROM a")]
    [TestCase("# escape=`\n# syntax=x\nFROM a", "# escape=`\n\nFROM a")]
    public void Directive_goes_and_each_instruction_keeps_its_line(string text, string expected) =>
        Assert.That(BuiltInFrontend.WithoutSyntax(text), Is.EqualTo(expected));

    [TestCase("FROM a\n# syntax=x\n")]
    [TestCase("\n# syntax=x\nFROM a")]
    [TestCase("# a comment\n# syntax=x\nFROM a")]
    [TestCase("")]
    public void What_is_no_directive_stays(string text) => Assert.That(BuiltInFrontend.WithoutSyntax(text), Is.Null);
}
