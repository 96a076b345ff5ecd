using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Testing;

namespace Strata.Engine.Tests.BuildKit;

public sealed class OtherLintersTests
{
    [Test]
    public async Task BuildKits_own_checks_are_asked_without_any_image_being_there()
    {
        var engine = await EngineUnderTest.ConnectAsync();
        var scratch = Directory.CreateTempSubdirectory("strata-checks-").FullName;
        try
        {
            var graphs = Graphs.Parse("base <- python; web <- base").WithDockerfile("web", "# syntax=docker/dockerfile:1.7\nFROM base as x\nENV A b\nRUN a\n");
            var found = await new OtherLinters(new LocalHost(), scratch, scratch).BuildKitAsync(graphs.Create(), engine, CancellationToken.None);
            Assert.That(found.Select(f => $"{f.Rule.Id} {f.Path}:{f.Span.StartLine}"), Is.EquivalentTo(new[] { "FromAsCasing docker/web/Dockerfile:2", "LegacyKeyValueFormat docker/web/Dockerfile:3" }));
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
