using Nuke.Common;
using Strata.Graph;
using Strata.Targets.Images;

// The layered images: base-runtime -> base-ml -> services, and the router that stands on Python itself.
internal partial class Build
{
    private static readonly Upstream Python = Upstream
        .Image("docker.io/library/python", "3.12-slim")
        .FromDebian("trixie", "python3", "python3-venv", "ca-certificates");

    private static readonly Upstream Uv = Upstream.Image("ghcr.io/astral-sh/uv", "0.11.15");

    private Target BaseRuntime => _ => _.Image(i => i
        .From(Python).Uses(Uv)
        .Version("v1.0.1")
        .Title("Base runtime")
        .Description("Core dependencies of all services"));

    private Target BaseMl => _ => _.Image(i => i
        .From(BaseRuntime).Uses(Uv)
        .Version("v1.0.1")
        .Title("Base ML")
        .Description("Base runtime with the ML libraries"));

    private Target Router => _ => _.Image(i => i
        .From(Python).Uses(Uv)
        .Title("Router")
        .Description("Routes a request to the backend that its text calls for")
        .Port(8080, published: 8080)
        .Health("/health"));

    private Target SvcIngestion => _ => _.Image(i => i
        .From(BaseRuntime)
        .Title("Ingestion")
        .Description("Takes documents in and cuts them into chunks")
        .Port(8000, published: 8101)
        .Health("/health"));

    private Target SvcRagRetriever => _ => _.Image(i => i
        .From(BaseMl)
        .Title("RAG retriever")
        .Description("Ranks documents by BM25 and by vectors")
        .Port(8000, published: 8102)
        .Health("/health"));
}
