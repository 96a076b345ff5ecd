using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;

namespace Strata.Engine.Tests.BuildKit;

public sealed class BakeFileTests
{
    private static readonly EngineConnection Engine = new(
        EngineKind.Private, "docker", ImmutableDictionary<string, string?>.Empty, "28.5.2", "0.29.1", "linux/amd64", HostNetworkOnly: true);

    [Test]
    public void Secrets_are_told_by_where_they_are()
    {
        var target = Recorded.Target("web", "FROM scratch") with { Secrets = [new SolveSecret("token", "TOKEN", null), new SolveSecret("conf", null, "/home/me/a,b.conf")] };
        var request = Recorded.Request with { Targets = [target] };

        Assert.That(Secrets(BakeFile.Render(request, Engine)), Is.EqualTo(new[] { "type=env,id=token,env=TOKEN", "type=file,id=conf,\"src=/home/me/a,b.conf\"" }));
        Assert.That(
            Secrets(BakeFile.Render(request, Engine, secretCopy: (t, s) => $"/run/{t.Name}/{s.Id}")), Is.EqualTo(new[] { "type=file,id=token,src=/run/web/token", "type=file,id=conf,src=/run/web/conf" }));

        static IEnumerable<string?> Secrets(string bake) =>
            JsonDocument.Parse(bake).RootElement.GetProperty("target").GetProperty("web").GetProperty("secret").EnumerateArray().Select(s => s.GetString());
    }

    [Test]
    public void Request_is_rendered_in_a_stable_order()
    {
        var request = Recorded.Request with
        {
            Targets =
            [
                Recorded.Target("base", "FROM upstream"),
                Recorded.Target("web", "FROM base", "base") with
                {
                    Stage = "final",
                    NoCache = true,
                    Platforms = ["linux/amd64"],
                    Args = Recorded.Target("", "").Args.Add("B", "2").Add("A", "${HOME}"),
                    Labels = Recorded.Target("", "").Labels.Add("org.opencontainers.image.title", "50 %{if}"),
                    Contexts = Recorded.Target("", "", "base").Contexts
                        .Add("up", new ContextSource.Image("docker.io/library/python:3@sha256:00"))
                        .Add("deb", new ContextSource.OciLayout("/var/oci", "sha256:11")),
                },
            ],
        };

        Assert.That(BakeFile.Render(request, Engine, new Dictionary<string, string> { ["base"] = "/run/base/Dockerfile" }), Is.EqualTo("""
            {
              "target": {
                "base": {
                  "context": "/src",
                  "dockerfile": "/run/base/Dockerfile",
                  "tags": [
                    "strata.test/base:dev"
                  ],
                  "network": "host",
                  "attest": [
                    "type=provenance,disabled=true",
                    "type=sbom,disabled=true"
                  ],
                  "output": [
                    "type=docker"
                  ]
                },
                "web": {
                  "context": "/src",
                  "dockerfile": "/src/docker/web/Dockerfile",
                  "target": "final",
                  "contexts": {
                    "base": "target:base",
                    "deb": "oci-layout:///var/oci@sha256:11",
                    "up": "docker-image://docker.io/library/python:3@sha256:00"
                  },
                  "args": {
                    "A": "$${HOME}",
                    "B": "2"
                  },
                  "labels": {
                    "org.opencontainers.image.title": "50 %%{if}"
                  },
                  "tags": [
                    "strata.test/web:dev"
                  ],
                  "platforms": [
                    "linux/amd64"
                  ],
                  "network": "host",
                  "no-cache": true,
                  "attest": [
                    "type=provenance,disabled=true",
                    "type=sbom,disabled=true"
                  ],
                  "output": [
                    "type=docker"
                  ]
                }
              }
            }

            """));
    }

    [Test]
    public void A_parent_of_the_store_is_a_target_of_its_own_that_writes_nothing()
    {
        var target = Recorded.Target("web", "FROM base\n") with { Platforms = ["linux/arm64"] };
        target = target with { Contexts = target.Contexts.Add("base", new ContextSource.Stored("base", "strata.test/base:fp-1@sha256:00")) };
        Assert.That(Render(target), Does.Contain("\"base\": \"target:base\"").And.Contain("""
                "base": {
                  "context": "/src",
                  "dockerfile-inline": "FROM strata.test/base:fp-1@sha256:00\n",
                  "platforms": [
                    "linux/arm64"
                  ],
                  "attest": [
                    "type=provenance,disabled=true",
                    "type=sbom,disabled=true"
                  ],
                  "output": [
                    "type=cacheonly"
                  ]
                }
            """));
    }

    [Test]
    public void A_source_is_fixed_by_its_commit_and_steps_are_kept_in_the_registry()
    {
        var target = Recorded.Target("web", "FROM a") with { CacheReference = "gitea.example/harkon/web:buildcache" };
        target = target with { Contexts = target.Contexts.Add("src", new ContextSource.Git("https://git.example/webui.git", new string('a', 40))) };
        Assert.That(Render(target), Does.Contain($"\"src\": \"https://git.example/webui.git#{new string('a', 40)}\"")
            .And.Contain("\"cache-from\": [\n        \"type=registry,ref=gitea.example/harkon/web:buildcache\"\n      ]")
            .And.Contain("\"type=registry,ref=gitea.example/harkon/web:buildcache,mode=max,image-manifest=true,oci-mediatypes=true,compression=zstd,ignore-error=true\""));
    }

    [TestCase("svc.ocr", "letters, digits")]
    [TestCase("-rm", "letters, digits")]
    [TestCase("", "letters, digits")]
    public void Name_that_bake_does_not_take_is_refused(string name, string expected) =>
        Assert.That(() => Render(Recorded.Target(name, "FROM a")), Throws.TypeOf<DefinitionException>().With.Message.Contains(expected));

    [Test]
    public void Text_that_JSON_cannot_carry_is_refused()
    {
        var target = Recorded.Target("web", "FROM a");
        Assert.Multiple(() =>
        {
            foreach (var text in new[] { "\ud800", "a\udc00b" })
            {
                Assert.That(() => Render(target with { Args = target.Args.Add("A", text) }), Throws.TypeOf<DefinitionException>());
            }
        });
    }

    [Test]
    public void All_problems_come_together() =>
        Assert.That(
            () => BakeFile.Render(Recorded.Request with { Targets = [Recorded.Target("a.b", "", "later") with { Tags = [] }, Recorded.Target("a.b", "")] }, Engine),
            Throws.TypeOf<DefinitionException>().With.Property(nameof(StrataException.Problems)).Length.EqualTo(5));

    [Test]
    public async Task Bake_reads_every_string_as_it_was()
    {
        var pieces = Gen.Elements("$", "{", "}", "%", "${", "%{", "$${", "%%{", "\"", "\\", "\n", "\t", "a", "if true", "~", "#", "/*", "\u00e9", "\U0001F600", "HOME", "timestamp()", ",", "=", "'", "`", "\u0001");
        var words = pieces.ListOf().Select(p => string.Concat(p));
        var any = ArbMap.Default.GeneratorFor<string>().Select(s => s ?? "");
        var texts = Gen.OneOf(words, any).Where(IsKept).Sample(400, 12).Distinct().ToArray();

        var target = Recorded.Target("web", "FROM a");
        target = target with
        {
            Args = target.Args.AddRange(texts.Select((t, i) => KeyValuePair.Create($"K{i}", t))),
            Labels = target.Labels.AddRange(texts.Where(t => t.Length > 0).Select((t, i) => KeyValuePair.Create(t, $"{i}"))),
        };
        var file = Path.Combine(Path.GetTempPath(), $"strata-bake-{Guid.NewGuid():N}.json");
        try
        {
            await File.WriteAllTextAsync(file, BakeFile.Render(Recorded.Request with { Targets = [target] }, Engine));
            var printed = JsonDocument.Parse(await EngineUnderTest.ReadAsync("buildx", "bake", "--file", file, "--print", "web")).RootElement.GetProperty("target").GetProperty("web");

            Assert.Multiple(() =>
            {
                foreach (var (name, text) in target.Args)
                {
                    // What bake prints can be fed to bake again, so it escapes values in its turn; it does not escape keys.
                    Assert.That(printed.GetProperty("args").GetProperty(name).GetString(), Is.EqualTo(text.Replace("${", "$${").Replace("%{", "%%{")), JsonSerializer.Serialize(text));
                }

                Assert.That(printed.GetProperty("labels").EnumerateObject().Select(p => p.Name), Is.EquivalentTo(target.Labels.Keys));
            });
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Below the combining characters, where bake's normalization changes nothing.</summary>
    private static bool IsKept(string text) => text.EnumerateRunes().All(r => r != Rune.ReplacementChar && (r.Value < 0x300 || r.Value > 0x1F000));

    private static string Render(SolveTarget target) => BakeFile.Render(Recorded.Request with { Targets = [target] }, Engine);
}
