using Strata.Dependencies;

namespace Strata.Tests.Dependencies;

public class NamesTests
{
    [TestCase("Scikit_Learn", "scikit-learn")]
    [TestCase("ruamel.-_yaml", "ruamel-yaml")]
    public void Spellings_of_one_name_are_equal(string written, string name) => Assert.That(PackageName.Of(written).Value, Is.EqualTo(name));

    [TestCase("python3-numpy", "numpy")]
    [TestCase("python3-sklearn", "scikit-learn")]
    [TestCase("python3-dateutil", "python-dateutil")]
    [TestCase("python3-venv", "debian:python3-venv")]
    [TestCase("libpq5", "debian:libpq5")]
    public void Debian_packages_are_distributions(string package, string name) => Assert.That(DebianPackageList.Python(package).Value, Is.EqualTo(name));

    [TestCase("scikit-learn", "sklearn")]
    [TestCase("pillow", "PIL")]
    [TestCase("prometheus-client", "prometheus_client")]
    [TestCase("sentence-transformers", "sentence_transformers")]
    public void Distributions_bring_modules(string name, string module) => Assert.That(ImportNames.Of(new PackageName(name)), Does.Contain(module));

    [TestCase("sklearn.feature_extraction", "scikit-learn")]
    [TestCase("cv2", "opencv-python")]
    [TestCase("google.cloud.storage", "google-cloud-storage")]
    [TestCase("starlette", "starlette")]
    public void Modules_have_distributions(string module, string name) => Assert.That(ImportNames.Find(module).Select(p => p.Value), Does.Contain(name));

    [Test]
    public void What_nobody_knows_has_none() => Assert.That(ImportNames.Find("harkon_tools"), Is.Empty);

    [Test]
    public void What_comes_along_comes_with_what_that_needs() =>
        Assert.That(ImportNames.NeedsOf(new PackageName("sentence-transformers")).Select(p => p.Value), Is.SupersetOf(new[] { "torch", "numpy", "sympy", "mpmath", "huggingface-hub" }));
}
