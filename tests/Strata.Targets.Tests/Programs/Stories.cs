using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets.Tests.Programs;

/// <summary>The builds that are played.</summary>
internal static class Stories
{
    private static readonly BuildStep Apt = new("deps-debian", 1, 2, "RUN --mount=type=cache,target=/var/cache/apt apt-get update && xargs apt-get install --yes < /run/packages.txt");
    private static readonly BuildStep Pip = new("", 4, 6, "RUN uv pip install -r requirements.txt");
    private static readonly BuildStep Copy = new("", 1, 2, "COPY --link services/router/src /app/src");
    private static readonly BuildStep Nltk = new("stage-2", 2, 3, "RUN python3 -m nltk.downloader punkt");

    public static Story Of(string name) => name switch
    {
        "success" => Success(),
        "failure" => Failure(),
        "cancel" => Cancel(),
        "many" => Many(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such story"),
    };

    private static Story Success() => new Story
    {
        Images = ["base-runtime", "base-ml <- base-runtime", "router", "svc-ingestion <- base-runtime", "svc-rag-retriever <- base-ml", "!svc-gpu"],
    }
        .Log("── BaseRuntime ──────────────────────")
        .Tell(new BuildEvent.Note("fetching docker.io 26.1.5 (37 MB)"))
        .Look("prepare", after: 2)
        .Start("base-runtime", Apt)
        .Start("router", Copy, after: 0.2)
        .Finish("router", Copy, 0.3)
        .Export("router", 0.6)
        .Print("base-runtime", Apt, "Get:12 http://deb.example/debian trixie/main amd64 python3-numpy [4,812 kB]", after: 4)
        .Look("base runs", after: 1)
        .Finish("base-runtime", Apt, 5)
        .Export("base-runtime", 5.4)
        .Log("── BaseMl ───────────────────────────")
        .Start("base-ml", Pip, after: 0.5)
        .Start("svc-ingestion", Copy, after: 0.1)
        .Print("base-ml", Pip, "Downloading torch (198 MB)", after: 8)
        .Tell(new BuildEvent.Warning("base-ml", "docker/base-ml/Dockerfile:3: FromAsCasing: 'as' and 'FROM' keywords' casing do not match"))
        .Look("ml runs", after: 40)
        .Tell(new BuildEvent.Stalled(TimeSpan.FromSeconds(60)), after: 60)
        .Look("stalled")
        .Finish("svc-ingestion", Copy, 100)
        .Export("svc-ingestion", 100)
        .Finish("base-ml", Pip, 110)
        .Export("base-ml", 112)
        .Finish("svc-rag-retriever", Copy, 0, isCached: true)
        .Export("svc-rag-retriever", 0.4, cached: 1);

    private static Story Failure() => new Story
    {
        Images = ["base-runtime", "base-ml <- base-runtime", "svc-ingestion <- base-runtime", "svc-ocr <- base-ml", "svc-rag-retriever <- base-ml"],
        Failure = new ImageFailed("base-ml", new Problem(
            "docker/base-ml/Dockerfile:14",
            "RUN python3 -m nltk.downloader punkt exited with code 1",
            "the whole log is .nuke/temp/logs/base-ml.log",
            "[nltk_data] Error loading punkt: <urlopen error [Errno -3]\n[nltk_data]     Temporary failure in name resolution>\nerror: downloading punkt failed")),
    }
        .Log("── BaseRuntime ──────────────────────")
        .Finish("base-runtime", Apt, 0, isCached: true)
        .Export("base-runtime", 0.2, cached: 1)
        .Log("── BaseMl ───────────────────────────")
        .Start("base-ml", Nltk, after: 0.5)
        .Start("svc-ingestion", Copy, after: 0.1)
        .Print("base-ml", Nltk, "[nltk_data] Downloading package punkt to /usr/share/nltk_data...", after: 3)
        .Look("services wait", after: 1)
        .Finish("base-ml", Nltk, 5, "exit code: 1");

    private static Story Cancel() => new Story
    {
        Images = ["base-runtime", "base-ml <- base-runtime", "svc-ocr <- base-ml"],
        IsCancelled = true,
        Planned = null,
    }
        .Start("base-runtime", Apt)
        .Finish("base-runtime", Apt, 5)
        .Export("base-runtime", 5.4)
        .Start("base-ml", Pip, after: 6)
        .Print("base-ml", Pip, "Downloading torch (198 MB)", after: 8)
        .Look("running", after: 1);

    private static Story Many()
    {
        var story = new Story { Images = ["base-runtime", "base-ml <- base-runtime", .. Enumerable.Range(1, 100).Select(i => $"svc-{i:000} <- base-ml")] };
        story.Start("base-runtime", Apt).Finish("base-runtime", Apt, 5).Export("base-runtime", 5).Start("base-ml", Pip).Finish("base-ml", Pip, 20).Export("base-ml", 21);
        for (var i = 1; i <= 40; i++)
        {
            story.Start($"svc-{i:000}", Copy, after: 0.5);
            if (i <= 32)
            {
                story.Finish($"svc-{i:000}", Copy, 0.4).Export($"svc-{i:000}", 0.5);
            }
        }

        return story.Look("eight run");
    }
}
