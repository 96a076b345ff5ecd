using FsCheck;
using FsCheck.Fluent;
using Strata.Dependencies;
using Strata.Testing;

namespace Strata.Tests.Dependencies;

public class RequirementsFileTests
{
    [Test]
    public void Requirements_have_names_ranges_extras_and_places()
    {
        var list = Read("# head\nFastAPI[all,Standard] >=0.115, <1  # web\n\nscikit_learn==1.6.1 ; python_version >= '3.9'\nuvicorn\n");
        Assert.That(list.Requirements.Select(r => r.ToString()), Is.EqualTo(new[] { "FastAPI>=0.115, <1", "scikit_learn==1.6.1", "uvicorn" }));
        Assert.That(list.Requirements.Select(r => r.Name.Value), Is.EqualTo(new[] { "fastapi", "scikit-learn", "uvicorn" }));
        Assert.That(list.Requirements[0].Extras, Is.EqualTo(new[] { "all", "standard" }));
        Assert.That(list.Requirements.Select(r => r.Span.ToString()), Is.EqualTo(new[] { "2:1", "4:1", "5:1" }));
        Assert.That(list.IsComplete);
    }

    [Test]
    public void Hashes_and_continued_lines_belong_to_their_requirement()
    {
        var list = Read("torch==2.6.0 \\\n    --hash=sha256:aa \\\r\n    --hash=sha256:bb\nnumpy==2.1.0 --hash=sha256:cc\n");
        Assert.That(list.Problems, Is.Empty);
        Assert.That(list.Requirements.Select(r => r.Place), Is.EqualTo(new[] { "a/requirements.txt:1", "a/requirements.txt:4" }));
    }

    [Test]
    public void Includes_and_constraints_are_relative_to_their_file()
    {
        var tree = new InMemoryFileTree()
            .Write("a/requirements.txt", "-r ../common/base.txt\n--requirement=extra.txt\n-cpins.txt\nredis\n")
            .Write("common/base.txt", "-r ../a/requirements.txt\nhttpx<1\n")
            .Write("a/extra.txt", "minio")
            .Write("a/pins.txt", "redis==6.0");
        var list = RequirementsFile.Read(tree, "a/requirements.txt");
        Assert.That(list.Requirements.Select(r => r.Name.Value), Is.EqualTo(new[] { "httpx", "minio", "redis" }));
        Assert.That(list.Constraints.Select(r => r.ToString()), Is.EqualTo(new[] { "redis==6.0" }));
        Assert.That(list.Files.Select(f => f.Path), Is.EqualTo(new[] { "a/requirements.txt", "common/base.txt", "a/extra.txt", "a/pins.txt" }));
    }

    [Test]
    public void Addresses_and_paths_count_by_the_name_they_give()
    {
        var list = Read("torch @ https://example.org/torch-2.6.0%2Bcpu-cp312-cp312-linux_x86_64.whl ; sys_platform == 'linux'\ngit+https://example.org/x.git#egg=own-lib\n./wheels/numpy-2.1.0-cp312-none-any.whl\n--index-url https://example.org/simple\n");
        Assert.That(list.Requirements.Select(r => r.Name.Value), Is.EqualTo(new[] { "torch", "own-lib", "numpy" }));
        Assert.That(list.Requirements.Select(r => r.Source), Has.All.Not.Null);
        Assert.That(list.IsComplete);
        Assert.That(Read("./lib\n").IsComplete, Is.False);
    }

    [Test]
    public void What_holds_elsewhere_only_is_left_out() =>
        Assert.That(Read("a; sys_platform == 'win32'\nb; extra == 'gpu'\nc; os_name == 'posix' and 'linux' in sys_platform\nd; python_version < '3.8' or platform_machine == 'arm64'\n")
            .Requirements.Select(r => r.Name.Value), Is.EqualTo(new[] { "c", "d" }));

    [TestCase("torch=2.6", "a/requirements.txt:2:6", "'=2.6' is no version specifier")]
    [TestCase("a b", "a/requirements.txt:2:1", "'a b' does not start with a package's name")]
    [TestCase("a; python = '3'", "a/requirements.txt:2:2", "the condition 'python = '3'' cannot be read")]
    [TestCase("-r missing.txt", "a/requirements.txt:2:4", "there is no file 'missing.txt'")]
    [TestCase("--frobnicate", "a/requirements.txt:2:1", "there is no option '--frobnicate' in a requirement file")]
    [TestCase("a @", "a/requirements.txt:2:3", "no address stands behind 'a @'")]
    public void Wrong_lines_are_told_with_their_place(string line, string place, string what)
    {
        var problem = Read($"x\n{line}\ny\n").Problems.Single();
        Assert.That($"{problem.File.Path}:{problem.Span}", Is.EqualTo(place));
        Assert.That(problem.What, Is.EqualTo(what));
    }

    [Test]
    public void Whatever_a_file_holds_it_is_read_to_its_end()
    {
        string[] pieces = ["a", "==1", ">=", "[", "]", "x", ";", " ", "\n", "\\\n", "#", "-r ", "-c", "--hash=", "@", "http://a", "'", "\"", "(", ")", "and", "extra == 'a'", "\uFEFF", "\0", "é", "~=1", ",", "!=1.*"];
        Prop.ForAll(Gen.Elements(pieces).ListOf().Select(p => string.Concat(p)).ToArbitrary(), text =>
        {
            var list = Read(text);
            return list.Requirements.All(r => r.Span.Offset >= 0 && r.Span.End <= text.Length) && list.Problems.All(p => p.Span.End <= text.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(40));
    }

    private static DependencyList Read(string text) => RequirementsFile.Read(new InMemoryFileTree().Write("a/requirements.txt", text), "a/requirements.txt");
}
