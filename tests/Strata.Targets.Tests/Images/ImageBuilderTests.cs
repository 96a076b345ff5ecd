using Nuke.Common;
using Strata.Graph;
using Strata.Targets.Images;
using Assert = NUnit.Framework.Assert;

namespace Strata.Targets.Tests.Images;

public class ImageBuilderTests
{
    private static readonly Target Classifier = _ => _;

    [Test]
    public void What_is_said_of_containers_is_in_the_definition()
    {
        var image = Define(i => i
            .Port(8000, published: 8101).Health("/health")
            .Volume("/config").Tmpfs("/run", "exec").Environment("PUID", "1000")
            .RunsAsRoot("s6").Writable("it compiles").Gpus()
            .Needs(Classifier, "CLASSIFIER_URL").Needs(ExternalService.At("scalarlm", "SCALARLM_BASE_URL"))
            .Source("src", "https://git.example/webui.git", new string('a', 40))
            .Check("python3 -c 'import torch'").Verified());
        var container = image.Container;
        Assert.Multiple(() =>
        {
            Assert.That(container.Volumes, Is.EqualTo(new[] { "/config" }));
            Assert.That(container.Tmpfs, Is.EqualTo(new[] { new TmpfsMount("/run", "exec") }));
            Assert.That(container.Environment["PUID"], Is.EqualTo("1000"));
            Assert.That((container.RootBecause, container.WritableBecause, container.Gpus), Is.EqualTo(("s6", "it compiles", "all")));
            Assert.That(container.Needs, Is.EqualTo(new[] { new ServiceNeed("classifier", "CLASSIFIER_URL", "http://{host}:{port}") }));
            Assert.That(container.External, Is.EqualTo(new[] { new ExternalService("scalarlm", "SCALARLM_BASE_URL") }));
            Assert.That(container.Checks, Is.EqualTo(new[] { "python3 -c 'import torch'" }));
            Assert.That(image.Sources, Is.EqualTo(new[] { new GitSource("src", "https://git.example/webui.git", new string('a', 40)) }));
            Assert.That(image.IsVerified, Is.True);
        });
    }

    [Test]
    public void A_smoke_request_with_a_body_posts_it() =>
        Assert.That(
            Define(i => i.Smoke("/health").Smoke("/route", body: "{}", contains: "ok").Smoke("/x", method: "DELETE", status: 204, port: 9000)).Container.Smokes,
            Is.EqualTo(new[]
            {
                new SmokeRequest("/health"),
                new SmokeRequest("/route") { Method = "POST", Body = "{}", Contains = "ok" },
                new SmokeRequest("/x") { Method = "DELETE", Status = 204, Port = 9000 },
            }));

    [Test]
    public void Words_of_its_own_take_the_place_of_HOST_and_PORT()
    {
        Assert.That(Define(i => i).Container.Listen.Keys, Is.EqualTo(new[] { "HOST", "PORT" }));
        Assert.That(Define(i => i.Listen("GUI", "{host}:{port}").Listen("DATA", "{port:22000}")).Container.Listen.Keys, Is.EqualTo(new[] { "DATA", "GUI" }));
    }

    private static ImageDefinition Define(Func<ImageBuilder, ImageBuilder> configure) =>
        configure(new ImageBuilder(new ImageDefinition { Name = "web", Target = "Web", Dockerfile = "docker/web/Dockerfile" })).Build(t => t == Classifier ? "classifier" : "");
}
