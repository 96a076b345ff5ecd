using Strata.Dependencies;
using Strata.Testing;

namespace Strata.Tests.Dependencies;

/// <summary>pyproject.toml and the locks beside it.</summary>
public class ProjectTests
{
    private const string Project =
        """
        [project]
        name = "svc-ocr"
        dependencies = [
            "fastapi>=0.115,<1",
            "numpy>=2; sys_platform != 'win32'", # arrays
        ]
        [project.optional-dependencies]
        gpu = ["torch==2.6.0"]
        [dependency-groups]
        dev = ["pytest", { include-group = "lint" }]
        lint = ["ruff"]
        """;

    [Test]
    public void Dependencies_extras_and_groups_are_found()
    {
        var project = Read(Project);
        Assert.That(Names(project.List([], [])), Is.EqualTo(new[] { "fastapi", "numpy" }));
        Assert.That(Names(project.List(["GPU"], ["dev"])), Is.EqualTo(new[] { "fastapi", "numpy", "torch", "pytest", "ruff" }));
        Assert.That(project.Dependencies[1].Span.ToString(), Is.EqualTo("5:6"));
    }

    [Test]
    public void Poetry_has_tables_of_its_own()
    {
        var project = Read("[tool.poetry]\nname='x'\n[tool.poetry.dependencies]\npython = \"^3.12\"\nhttpx = \"^0.28\"\nredis = { version = \">=5\", extras = [\"hiredis\"] }\nold = { version = '1', optional = true }\nlib = { path = '../lib' }\n[tool.poetry.group.dev.dependencies]\npytest='*'\n");
        Assert.That(project.Dependencies.Select(r => r.ToString()), Is.EqualTo(new[] { "httpx ^0.28", "redis>=5", "lib" }));
        Assert.That(project.Dependencies[1].Extras, Is.EqualTo(new[] { "hiredis" }));
        Assert.That(Names(project.List([], ["dev"])), Does.Contain("pytest"));
    }

    [TestCase("[project]\ndependencies = ['a=1']", "2:19", "'=1' is no version specifier")]
    [TestCase("[project]\ndependencies = [1]", "2:17", "a requirement is a text")]
    [TestCase("[project", "1:9", "']' is missing")]
    [TestCase("[tool.poetry.dependencies]\na = '^x'", "2:5", "'^x' is no range of versions")]
    public void Problems_have_their_place(string text, string place, string what)
    {
        var problem = Read(text).List([], []).Problems.Single();
        Assert.That((problem.Span.ToString(), problem.What), Is.EqualTo((place, what)));
    }

    [Test]
    public void A_lock_of_uv_gives_versions_and_what_they_need()
    {
        var tree = new InMemoryFileTree().Write("pyproject.toml", Project).Write("uv.lock",
            """
            version = 1
            [[package]]
            name = "svc-ocr"
            source = { virtual = "." }
            dependencies = [{ name = "fastapi" }]
            [[package]]
            name = "fastapi"
            version = "0.115.6"
            source = { registry = "https://pypi.org/simple" }
            dependencies = [{ name = "starlette" }, { name = "colorama", marker = "sys_platform == 'win32'" }]
            [[package]]
            name = "starlette"
            version = "0.41.3"
            [[package]]
            name = "numpy"
            version = "2.2.1"
            [[package]]
            name = "unrelated"
            version = "1"
            """);
        var list = LockFile.Read(tree, "uv.lock").Resolve(PyProject.Read(tree, "pyproject.toml").List([], []));
        Assert.That(list.Requirements.Select(r => $"{r} {r.IsIndirect}"), Is.EqualTo(new[] { "fastapi==0.115.6 False", "numpy==2.2.1 False", "starlette==0.41.3 True" }));
        Assert.That(list.Requirements[2].Place, Is.EqualTo("uv.lock:12"));
    }

    [Test]
    public void A_lock_of_Poetry_gives_versions_and_what_they_need()
    {
        var tree = new InMemoryFileTree().Write("poetry.lock",
            "[[package]]\nname = \"uvicorn\"\nversion = \"0.32.0\"\n[package.dependencies]\nclick = \">=7.0\"\nh11 = { version = \">=0.8\", optional = true }\n[package.extras]\nstandard = [\"httptools (>=0.6)\"]\n\n[[package]]\nname = \"click\"\nversion = \"8.1.7\"\n[[package]]\nname = \"httptools\"\nversion = \"0.6.4\"\n[[package]]\nname = \"h11\"\nversion = \"0.14\"\n");
        var asked = new DependencyFile("x", "uvicorn[standard]");
        var (requirement, _) = RequirementText.Read(asked, 0, asked.Text);
        var list = LockFile.Read(tree, "poetry.lock").Resolve(new DependencyList { Requirements = [requirement!] });
        Assert.That(Names(list), Is.EqualTo(new[] { "uvicorn", "click", "httptools" }));
    }

    [Test]
    public void A_wrong_lock_is_told() =>
        Assert.That(LockFile.Read(new InMemoryFileTree().Write("uv.lock", "[[package]]\nname = 'a'\nversion = 'x'\n"), "uv.lock").Problems.Single().What, Is.EqualTo("'x' is no version"));

    private static PyProject Read(string text) => PyProject.Read(new InMemoryFileTree().Write("pyproject.toml", text), "pyproject.toml");

    private static IEnumerable<string> Names(DependencyList list) => list.Requirements.Select(r => r.Name.Value);
}
