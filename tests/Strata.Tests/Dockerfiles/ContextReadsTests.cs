using Strata.Dockerfiles;
using Strata.Oci;

namespace Strata.Tests.Dockerfiles;

public class ContextReadsTests
{
    [TestCase("COPY a b/ /x/", "a b")]
    [TestCase("COPY ./a/../b /x", "b")]
    [TestCase("COPY ../../a /x", "a")]
    [TestCase("COPY . /x", "(all)")]
    [TestCase("COPY a*/b /x/", "a*/b?")]
    [TestCase("COPY [\"a b\", \"/x\"]", "a b")]
    [TestCase("COPY <<E /x\na\nE", "")]
    [TestCase("ADD https://a/b git@h:a/b.git git://h/c.tar /x/", "")]
    [TestCase("ADD a.tar https://a/b /x/", "a.tar")]
    [TestCase("COPY --from=b c /x", "")]
    [TestCase("RUN --mount=type=bind,source=a,target=/a --mount=target=/b,src=/b x", "a b")]
    [TestCase("RUN --mount=target=/b x", "(all)")]
    [TestCase("RUN --mount=type=cache,target=/b --mount=type=secret,id=s --mount=from=b,source=c,target=/c x", "")]
    [TestCase("RUN a", "")]
    [TestCase("ARG D=a\nCOPY $D/b ${E:-c} /x/", "a/b c")]
    [TestCase("ARG D\nCOPY $D /x/", "given")]
    [TestCase("ARG G\nCOPY $G /x/", "global")]
    [TestCase("COPY $G /x/", "(all)")]
    [TestCase("ENV A=a B=$A\nCOPY b$B /x/", "b")]
    [TestCase("ENV A=a\nENV B=$A\nCOPY b$B /x/", "ba")]
    [TestCase("ARG TARGETARCH\nCOPY bin-$TARGETARCH /x/", "bin-amd64")]
    [TestCase("ONBUILD COPY a /x", "")]
    [TestCase("ONBUILD COPY a /x\nFROM base\nCOPY b /x", "a b")]
    [TestCase("ENV A=a\nARG B=b\nFROM base\nCOPY $A $B /x", "a b")]
    public void An_instruction_reads(string instructions, string expected) =>
        Assert.That(Shown($"ARG G=global\nFROM scratch AS b\nFROM scratch AS base\n{instructions}\n"), Is.EqualTo(expected));

    [Test]
    public void A_variable_that_only_the_image_below_may_know_means_the_whole_context() =>
        Assert.That(Shown("FROM python:3\nCOPY $HOME /x\n"), Is.EqualTo("(all)"));

    [Test]
    public void A_variable_of_an_image_from_outside_is_known_once_it_is_set_here() =>
        Assert.That(Shown("FROM python:3\nENV HOME=a\nCOPY $HOME /x\n"), Is.EqualTo("a"));

    [Test]
    public void Stages_that_are_not_built_read_nothing() =>
        Assert.That(Shown("FROM scratch AS a\nCOPY a /a\nFROM scratch\nCOPY b /b\n"), Is.EqualTo("b"));

    [Test]
    public void Parents_and_excludes_narrow_what_is_read()
    {
        var read = Reads("FROM scratch\nCOPY --parents --exclude=*.md a/./b/*.py /x/\n").Single();
        Assert.That((read.Path, read.Only!.Matches("b/c.py"), read.Only.Matches("c.py"), read.Except!.Matches("x.md")), Is.EqualTo(("a", true, false, true)));
    }

    private static string Shown(string text) => string.Join(' ', Reads(text).Select(r => r.Path.Length == 0 ? "(all)" : r.IsPattern ? r.Path + "?" : r.Path));

    private static IEnumerable<ContextRead> Reads(string text)
    {
        var file = Read.File(text);
        var args = new Dictionary<string, string> { ["D"] = "given" };
        args = text.Contains("ARG D\n") ? args : [];
        return ContextReads.Find(file, DockerfileReferences.Resolve(file, args, Platform.Default), args, Platform.Default);
    }
}
