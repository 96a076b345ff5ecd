using Strata.Dockerfiles;

namespace Strata.Tests.Dockerfiles;

/// <summary>Short forms for tests that read Dockerfiles.</summary>
internal static class Read
{
    public static Dockerfile File(string text) => DockerfileParser.Parse(text, "Dockerfile");

    /// <summary>The instructions behind a FROM scratch that is put before the text.</summary>
    public static T Single<T>(string text) where T : Instruction => (T)File("FROM scratch\n" + text).Stages[0].Instructions.Single();

    /// <summary>The problems of a text that is wrong.</summary>
    public static string[] Problems(string text) =>
        [.. Assert.Throws<DefinitionException>(() => File(text))!.Problems.Select(p => (p with { Excerpt = null }).ToString())];
}
