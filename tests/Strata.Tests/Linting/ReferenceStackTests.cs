using System.Collections.Immutable;
using Strata.Graph;
using Strata.Linting;
using Strata.Testing;

namespace Strata.Tests.Linting;

/// <summary>The Dockerfiles of this repository: clean as they are, and one defect for each rule planted in a copy is found at its line.</summary>
public class ReferenceStackTests
{
    private const string BaseMl = "docker/base-ml/Dockerfile";
    private const string BaseRuntime = "docker/base-runtime/Dockerfile";
    private const string Router = "docker/router/Dockerfile";
    private const string Ingestion = "docker/svc-ingestion/Dockerfile";
    private const string Retriever = "docker/svc-rag-retriever/Dockerfile";

    private static readonly LintPolicy Policy = LintPolicy.Default.Without("ST018");

    private static readonly Upstream Python = Upstream.Image("docker.io/library/python", "3.12-slim").FromDebian("trixie", "python3");
    private static readonly Upstream Ubuntu = Upstream.Image("docker.io/library/ubuntu", "24.04").FromDebian("trixie");
    private static readonly Upstream Cuda = Upstream.Image("docker.io/nvidia/cuda", "12.8.1-base-ubuntu24.04");
    private static readonly Upstream Uv = Upstream.Image("ghcr.io/astral-sh/uv", "0.11.15");

    [Test]
    public void Every_Dockerfile_of_the_repository_is_held_against_the_rules() => Assert.That(
        Directory.EnumerateFiles(Path.Combine(Root(), "docker"), "Dockerfile", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root(), f)),
        Is.EquivalentTo(Definitions().Select(d => d.Dockerfile)));

    [Test]
    public void It_lints_clean_and_each_ignore_has_its_reason()
    {
        var report = Lint(Copy());
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Ignored.Select(f => f.IgnoredBecause), Has.All.Not.Empty);
    }

    // Rule, file, what stands there, what is planted instead; the finding has to stand on the line where '@' stands in the planted text.
    [TestCase("ST001", Ingestion, "FROM base-runtime", "@# strata ignore=ST020\nFROM base-runtime")]
    [TestCase("ST002", Ingestion, "FROM base-runtime", "@# strata ignore=ST020 nothing\nFROM base-runtime")]
    [TestCase("ST010", Ingestion, "# syntax=docker/dockerfile:1.7\nFROM", "@FROM")]
    [TestCase("ST011", Router, "FROM python:3.12-slim AS venv", "@FROM debian:latest AS old\nFROM python:3.12-slim AS venv")]
    [TestCase("ST012", Router, "FROM python:3.12-slim AS venv", "@FROM debian:13 AS old\nFROM python:3.12-slim AS venv")]
    [TestCase("ST013", Router, "FROM python:3.12-slim AS venv", "FROM python:3.12-slim AS venv\n@FROM python:3.12-slim AS venv")]
    [TestCase("ST015", Router, "FROM python:3.12-slim AS deps-hub", "@FROM python:3.12-slim AS spare\nFROM python:3.12-slim AS deps-hub")]
    [TestCase("ST016", Router, "FROM python:3.12-slim AS venv", "@FROM python:3.12-slim AS context\nFROM python:3.12-slim AS venv")]
    [TestCase("ST017", Router, "FROM python:3.12-slim AS venv", "@FROM --platform=linux/amd64 python:3.12-slim AS venv")]
    [TestCase("ST020", Ingestion, "USER 10001:10001", "@USER root")]
    [TestCase("ST020", BaseMl, "USER 10001:10001\nCMD", "@USER 0:0\nCMD")]
    [TestCase("ST021", Router, "USER 10001:10001", "@USER app")]
    [TestCase("ST022", Ingestion, "FROM base-runtime", "@FROM base-runtime", "ENTRYPOINT [\"python3\", \"-m\", \"serving\", \"ingestion.app:app\"]", "ENTRYPOINT [\"/init\"]", "USER 10001:10001", "USER 0")]
    [TestCase("ST023", Retriever, "ENV INDEX_DIR=/index", "ARG TAG\n@ARG HF_TOKEN\nENV INDEX_DIR=/index")]
    [TestCase("ST024", BaseRuntime, "RUN groupadd", "@RUN sudo groupadd")]
    [TestCase("ST025", Ingestion, "EXPOSE 8000", "@ADD https://example.org/a.tar /a\nEXPOSE 8000")]
    [TestCase("ST026", Ingestion, "COPY --link", "@ADD --link")]
    [TestCase("ST027", Router, "WORKDIR /app", "WORKDIR /app\n@RUN wget -qO- https://example.org/i.sh | sh")]
    [TestCase("ST030", BaseRuntime, "    --mount=type=cache,id=strata-apt-lists,target=/var/lib/apt/lists,sharing=locked \\\n    apt-get update", "    @apt-get update")]
    [TestCase("ST031", BaseMl, "\n    && sed 's/#.*//' /run/packages.txt | DEBIAN_FRONTEND=noninteractive xargs apt-get install --yes --no-install-recommends", "\n    && sed 's/#.*//' /run/packages.txt | xargs apt-get @install --yes")]
    [TestCase("ST032", BaseMl, "apt-get install --yes ", "@apt-get install ")]
    [TestCase("ST033", BaseMl, "    apt-get update", "    @apt update")]
    [TestCase("ST034", BaseMl, "apt-get install --yes --no-install-recommends", "@apt-get install --yes --no-install-recommends curl")]
    [TestCase("ST035", BaseMl, "    apt-get update \\\n    && sed", "    @sed")]
    [TestCase("ST036", BaseMl, "    apt-get update \\", "    apt-get update \\\n    @&& apt-get upgrade --yes \\")]
    [TestCase("ST037", BaseMl, "    --mount=type=cache,id=strata-apt-archives,target=/var/cache/apt,sharing=locked", "    @--mount=type=cache,id=other,target=/var/cache/apt")]
    [TestCase("ST040", BaseRuntime, "    uv pip install --system --link-mode=copy --compile-bytecode", "    @pip install")]
    [TestCase("ST041", BaseRuntime, "    uv pip install --system", "    @uv pip install httpx --system")]
    [TestCase("ST042", BaseRuntime, "    --mount=type=cache,id=strata-uv,target=/root/.cache/uv \\\n    uv pip", "    @uv pip")]
    [TestCase("ST043", BaseRuntime, "    uv pip install --system --link-mode=copy --compile-bytecode --requirement /run/requirements.txt", "    @uv sync --no-dev")]
    [TestCase("ST050", BaseRuntime, "# strata ignore=ST050 the mount guarantees the file that sed reads, and apt-get is the end of the pipe\n", "", "&& sed", "@&& sed")]
    [TestCase("ST051", Router, "WORKDIR /app", "WORKDIR /app\n@RUN cd /srv && mkdir a")]
    [TestCase("ST052", Router, "WORKDIR /app", "@WORKDIR app")]
    [TestCase("ST053", Ingestion, "ENTRYPOINT [\"python3\", \"-m\", \"serving\", \"ingestion.app:app\"]", "@ENTRYPOINT python3 -m ingestion")]
    [TestCase("ST054", BaseRuntime, "CMD [\"python3\"]", "@CMD [\"sh\"]\nCMD [\"python3\"]")]
    [TestCase("ST055", BaseRuntime, "WORKDIR /app", "RUN mkdir /a\n@RUN mkdir /b\nWORKDIR /app")]
    [TestCase("ST056", BaseRuntime, "&& useradd --no-log-init --uid 10001", "@&& useradd --uid 10000001")]
    [TestCase("ST057", Router, "WORKDIR /app", "WORKDIR /app\n@RUN wget https://example.org/a")]
    [TestCase("ST058", Router, "WORKDIR /app", "WORKDIR /app\nARG CACHE\n@RUN rm -rf $CACHE/*")]
    [TestCase("ST059", Router, "WORKDIR /app", "@MAINTAINER a\nWORKDIR /app")]
    [TestCase("ST060", Router, "COPY --link --from=venv", "@COPY --from=venv")]
    [TestCase("ST061", Router, "FROM python:3.12-slim AS deps-hub", "FROM python:3.12-slim AS deps-hub\n@COPY services .")]
    [TestCase("ST062", Ingestion, "services/svc-ingestion/src /app/src", "services/svc-ingestion/src services /app/src", "COPY --link", "@COPY --link")]
    [TestCase("ST063", BaseRuntime, "FROM python:3.12-slim AS deps-hub", "FROM python:3.12-slim AS deps-hub\nCOPY . /app", "    uv pip", "    @uv pip")]
    [TestCase("ST064", BaseMl, "    --mount=type=cache,id=strata-uv,target=/root/.cache/uv", "    @--mount=type=cache,id=strata-uv,target=/root/.cache/uv,sharing=locked")]
    [TestCase("ST065", BaseMl, "FROM base-runtime AS deps-debian\nUSER 0:0", "FROM base-runtime AS deps-debian", "    --mount=type=cache,id=strata-apt-lists", "    @--mount=type=cache,id=strata-apt-lists", "    --mount=type=cache,id=strata-apt-archives", "    @--mount=type=cache,id=strata-apt-archives")]
    [TestCase("ST070", BaseRuntime, "      org.opencontainers.image.vendor=\"Strata\" \\\n", "", "FROM deps-${STRATA_SUPPLY}", "@FROM deps-${STRATA_SUPPLY}")]
    [TestCase("ST071", Router, "HEALTHCHECK", "@HEALTHCHECK NONE\n#")]
    [TestCase("ST072", Ingestion, "ENV PORT=8000", "ENV PORT=8001", "HEALTHCHECK", "@HEALTHCHECK")]
    [TestCase("ST072", Retriever, "EXPOSE 8000", "EXPOSE 8000 \\\n  @8003")]
    [TestCase("ST073", Retriever, "EXPOSE 8000", "@EXPOSE 8000 80000")]
    [TestCase("ST074", Ingestion, "ENTRYPOINT [\"python3\", \"-m\", \"serving\", \"ingestion.app:app\"]", "@CMD [\"/app/run\"]", "CMD [\"python3\"]", "ENTRYPOINT [\"python3\"]")]
    [TestCase("ST075", ".dockerignore", "# The build context", "@# The build context", ".git\n", "")]
    public void A_planted_defect_is_found_at_its_line(string rule, string path, params string[] edits)
    {
        var files = Copy();
        var text = files.ReadText(path);
        for (var at = 0; at < edits.Length; at += 2)
        {
            var target = text.Contains(edits[at], StringComparison.Ordinal) ? path : BaseRuntime;
            var old = files.ReadText(target);
            Assert.That(old, Does.Contain(edits[at]), "the stack has changed; plant the defect elsewhere");
            var place = old.LastIndexOf(edits[at], StringComparison.Ordinal);
            text = old[..place] + edits[at + 1] + old[(place + edits[at].Length)..];
            files.Write(target, text);
            text = files.ReadText(path);
        }

        var marked = text.Split('\n').Index().Where(l => l.Item.Contains('@') && !l.Item.Contains("[\"@")).Select(l => l.Index + 1).ToList();
        files.Write(path, text.Replace("@", ""));
        var found = Lint(files).Findings.Where(f => f.Rule.Id == rule && f.Path == path).ToList();
        Assert.That(found, Is.Not.Empty);
        Assert.That(found.Select(f => f.Span.StartLine).Distinct(), Is.EqualTo(marked));
    }

    // Rule, file, its planted text with '@' before each place that has to be found, another file and its planted text.
    [TestCase("ST090", Requirements, "# list\npytest@=0.32\n")]
    [TestCase("ST091", Requirements, "@httpx>=0.28,<1\n@numpy>=2.0,<3\n")]
    [TestCase("ST092", Requirements, "@pydantic>=2.11,<3\n")]
    [TestCase("ST093", Requirements, "pytest\n@redis<5\n")]
    [TestCase("ST094", Requirements, "# the second\n@torch==2.5.1\n@numpy<2\n")]
    [TestCase("ST095", Requirements, "@psycopg2\n")]
    [TestCase("ST096", "services/svc-ingestion/src/ingestion/texts.py", "import re\nimport @nltk\nfrom @tiktoken import x\n")]
    [TestCase("ST097", Requirements, "@pytesseract>=0.3.13,<1\n@pillow\n")]
    [TestCase("ST098", "services/router/src/router/rules.py", "from @harkon_rules import DEEP, FAST, Decision, decide\n")]
    public void A_defect_planted_in_lists_and_sources_is_found_at_its_line(string rule, string path, string text)
    {
        var files = Planted(path, text.Replace("@", ""));
        var found = Lint(files).Findings.Where(f => f.Rule.Id == rule).ToList();
        var lines = text.Split('\n').Index().Where(l => l.Item.Contains('@')).Select(l => (path, l.Index + 1, l.Item.IndexOf('@') + 1));
        Assert.That(found.Select(f => (f.Path, f.Span.StartLine, f.Span.StartColumn)), Is.EqualTo(lines));
    }

    [Test]
    public void A_second_torch_and_a_requirement_that_nobody_needs_are_told_by_name()
    {
        var found = Lint(Planted(Requirements, "torch==2.5.1\npymupdf>=1.24,<2\n")).Findings.Where(f => f.Path == Requirements).Select(f => $"{f.Rule.Id} {f.What}").ToList();
        Assert.That(found[0], Does.StartWith("ST094 a second copy of 'torch': 'base-ml' has it (docker/base-ml/requirements.txt:").And.EndsWith("), and no version is both this and 'torch>=2.6,<3'"));
        Assert.That(found.Skip(1), Is.EqualTo(new[]
        {
            "ST097 'torch' is installed, but no source of 'svc-rag-retriever' imports it",
            "ST097 'pymupdf' is installed, but no source of 'svc-rag-retriever' imports it",
        }));
    }

    private const string Requirements = "docker/svc-rag-retriever/requirements.planted.txt";

    private static InMemoryFileTree Planted(string path, string text)
    {
        var files = Copy().Write(path, text);
        if (path == Requirements)
        {
            var dockerfile = files.ReadText(Retriever);
            var user = dockerfile.LastIndexOf("USER 10001:10001", StringComparison.Ordinal);
            files.Write(Retriever, dockerfile.Insert(user,
                $"USER 0:0\nRUN --mount=type=bind,source={Requirements},target=/run/planted.txt --mount=type=cache,id=strata-uv,target=/root/.cache/uv \\\n    uv pip install --system --link-mode=copy --compile-bytecode --requirement /run/planted.txt\n"));
        }

        return files;
    }

    private static LintReport Lint(IFileTree files) => Linter.Run(ImageGraph.Create(Definitions(), files, Supply.Hub), files, Policy);

    private static IEnumerable<ImageDefinition> Definitions() =>
    [
        Define("base-runtime", [], [Python, Uv]),
        Define("base-ml", ["base-runtime"], [Uv]),
        Define("svc-ingestion", ["base-runtime"], [], 8000),
        Define("svc-extract", ["base-runtime"], [], 8000),
        Define("svc-kg", ["base-runtime"], [], 8000),
        Define("svc-forms", ["base-runtime"], [], 8000),
        Define("svc-rag-retriever", ["base-ml"], [Uv], 8000),
        Define("svc-rag-indexer", ["base-ml"], [Uv], 8000),
        Define("svc-ocr", ["base-ml"], [Uv], 8000),
        Define("router", [], [Python, Uv], 8080),
        Define("classifier", [], [Python, Uv], 8080),
        Define("ui", [], [Python, Uv], 8080),
        Define("strain-seer", [], [Python, Uv], 8501) with { Health = "/_stcore/health", Unavailable = NotInDebian },
        Define("base-os", [], [Ubuntu]) with { Container = new ContainerDefinition { RootBecause = "s6" } },
        Define("syncthing", ["base-os"], [], 8384) with { Health = "/rest/noauth/health", Ports = [new PortMapping(8384), new PortMapping(22000)] },
        Define("base-cuda", [], [Cuda, Uv]) with { Unavailable = NotInDebian },
        Define("comfyui", ["base-cuda"], [Uv], 8188) with
        {
            Health = "/system_stats",
            Unavailable = NotInDebian,
            Sources = [new GitSource("comfyui-source", "https://example.org/comfyui.git", new string('a', 40))],
        },
    ];

    private static readonly ImmutableSortedDictionary<Supply, string> NotInDebian = ImmutableSortedDictionary<Supply, string>.Empty.Add(Supply.Debian, "not packaged");

    private static ImageDefinition Define(string name, string[] parents, Upstream[] upstreams, int? port = null) => new()
    {
        Name = name,
        Target = name,
        Title = name,
        Description = name,
        Dockerfile = $"docker/{name}/Dockerfile",
        Parents = [.. parents],
        Upstreams = [.. upstreams],
        Ports = port is { } container ? [new PortMapping(container)] : [],
        Health = port is null ? null : "/health",
    };

    private static InMemoryFileTree Copy()
    {
        var files = new InMemoryFileTree();
        var folders = new[] { "docker", "services" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root(), f), "*", SearchOption.AllDirectories));
        foreach (var path in folders.Append(Path.Combine(Root(), ".dockerignore")).Where(p => !p.Contains("__pycache__", StringComparison.Ordinal)))
        {
            files.Write(Path.GetRelativePath(Root(), path).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllText(path));
        }

        return files;
    }

    private static string Root()
    {
        var root = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Strata.slnx")))
        {
            root = root.Parent;
        }

        return root.FullName;
    }
}
