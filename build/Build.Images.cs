using System.Collections.Generic;
using Nuke.Common;
using Strata.Graph;
using Strata.Targets.Components;
using Strata.Targets.Images;

// The reference stack: docs/stack.md says of which document each image is, and what of it is built where.
internal partial class Build
{
    private const string NoStreamlit = "Debian packages no streamlit";
    private const string NoCuda = "Debian's own archive has neither CUDA nor a torch that is built for it";

    private static readonly Upstream Python = Upstream
        .Image("docker.io/library/python", "3.12-slim")
        .FromDebian("trixie", "python3", "python3-venv", "ca-certificates");

    private static readonly Upstream Ubuntu = Upstream
        .Image("docker.io/library/ubuntu", "24.04")
        .FromDebian("trixie");

    private static readonly Upstream Cuda = Upstream.Image("docker.io/nvidia/cuda", "12.8.1-base-ubuntu24.04");

    private static readonly Upstream Uv = Upstream.Image("ghcr.io/astral-sh/uv", "0.11.15");

    private static readonly ExternalService ScalarLm = ExternalService.At("scalarlm", "SCALARLM_BASE_URL");

    IReadOnlyList<ConsumedImage> IHazImages.ConsumedImages =>
        [ConsumedImage.Of(Upstream.Image("docker.io/cloudflare/cloudflared", "2026.7.3"))];

    // base-runtime -> base-ml -> services

    private Target BaseRuntime => _ => _.Image(i => i
        .From(Python).Uses(Uv)
        .Version("v1.0.1")
        .Title("Base runtime")
        .Description("Core dependencies of all services")
        .Check("python3 -c 'import asyncpg, fastapi, httpx, hvac, orjson, prometheus_client, psycopg2, redis, serving, uvicorn'"));

    private Target BaseMl => _ => _.Image(i => i
        .From(BaseRuntime).Uses(Uv)
        .Version("v1.0.1")
        .Title("Base ML")
        .Description("Base runtime with the ML libraries")
        .Check("python3 -c 'import torch; a = torch.eye(8) * 2; assert (a @ a).trace() == 32'")
        .Check("python3 -c 'import encoding, nltk, sklearn; assert encoding.open_encoder().encode([\"text\"]).any()'")
        .Verified());

    private Target SvcIngestion => _ => _.Image(i => i
        .From(BaseRuntime)
        .Title("Ingestion")
        .Description("Takes documents in and cuts them into chunks")
        .Port(8000, published: 8101)
        .Health("/health")
        .Smoke("/ingest", body: """{"text": "The quick brown fox."}""", status: 201, contains: "sha256"));

    private Target SvcRagRetriever => _ => _.Image(i => i
        .From(BaseMl).Uses(Uv)
        .Title("RAG retriever")
        .Description("Ranks documents by BM25 and by vectors")
        .Port(8000, published: 8102)
        .Health("/health")
        .Volume("/index", shared: "rag-index")
        .Smoke("/documents", body: """{"documents": [{"id": "taxes", "text": "Income tax is due in January."}]}""", status: 201)
        .Smoke("/search", body: """{"query": "when is tax due"}""", contains: "Income tax"));

    private Target SvcOcr => _ => _.Image(i => i
        .From(BaseMl).Uses(Uv)
        .Title("OCR")
        .Description("Reads the text of pictures and scanned pages")
        .Port(8000, published: 8103)
        .Health("/health")
        .Smoke("/ocr", contentType: "application/pdf", contains: "STRATA READS", body: """
            %PDF-1.4
            1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
            2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
            3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 400 120]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
            4 0 obj <</Length 47>> stream
            BT /F 36 Tf 30 45 Td (STRATA READS) Tj ET      
            endstream endobj
            5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
            trailer <</Root 1 0 R>>
            """));

    private Target SvcRagIndexer => _ => _.Image(i => i
        .From(BaseMl).Uses(Uv)
        .Title("RAG indexer")
        .Description("Reads documents, cuts them into passages and indexes them")
        .Port(8000, published: 8104)
        .Health("/health")
        .Volume("/index", shared: "rag-index")
        .Smoke("/documents/smoke?name=smoke.txt", method: "PUT", contentType: "text/plain", body: "A smoke request leaves one passage.", status: 201, contains: "passages")
        .Smoke("/documents/smoke", method: "DELETE", status: 204));

    private Target SvcExtract => _ => _.Image(i => i
        .From(BaseRuntime)
        .Title("Extract")
        .Description("Finds dates, amounts and account numbers in texts")
        .Port(8000, published: 8105)
        .Health("/health")
        .Smoke("/extract", body: """{"text": "Pay £1,234.50 by 31 January 2026"}""", contains: "1234.50 GBP"));

    private Target SvcKg => _ => _.Image(i => i
        .From(BaseRuntime)
        .Title("Knowledge graph")
        .Description("Keeps triples and answers questions that join them")
        .Port(8000, published: 8106)
        .Health("/health")
        .Volume("/data")
        .Smoke("/triples", body: """{"triples": [["smoke", "is", "there"]]}""", contains: "added")
        .Smoke("/query", body: """{"where": [["?what", "is", "there"]]}""", contains: "smoke")
        .Smoke("/triples/delete", body: """{"triples": [["smoke", "is", "there"]]}""", contains: "removed"));

    private Target SvcForms => _ => _.Image(i => i
        .From(BaseRuntime)
        .Title("Forms")
        .Description("Reads filled-in forms and checks that they agree")
        .Port(8000, published: 8107)
        .Health("/health")
        .Smoke("/parse", body: """{"text": "Invoice\nNet: £10.00\nVAT: 2.00\nTotal: £12.00"}""", contains: "12.00"));

    // split-brain

    private Target Router => _ => _.Image(i => i
        .From(Python).Uses(Uv)
        .Title("Router")
        .Description("Routes a request to the backend that its text calls for")
        .Port(8080, published: 8080)
        .Health("/health")
        .Needs(Classifier, "CLASSIFIER_URL")
        .Needs(ScalarLm)
        .Smoke("/route", body: """{"text": "hello"}""", contains: "fast"));

    private Target Classifier => _ => _.Image(i => i
        .From(Python).Uses(Uv)
        .Title("Classifier")
        .Description("Says which class of backend a text calls for")
        .Port(8080, published: 8081)
        .Health("/health")
        .Volume("/var/split-brain/heads", shared: "split-brain-heads")
        .Smoke("/health", contains: "encoder"));

    private Target Ui => _ => _.Image(i => i
        .From(Python).Uses(Uv)
        .Title("UI")
        .Description("Where people write examples and train the classifier's head")
        .Port(8080, published: 8082)
        .Health("/health")
        .Needs(Router, "ROUTER_URL")
        .Volume("/var/split-brain/heads", shared: "split-brain-heads")
        .Smoke("/", contains: "split-brain")
        .Smoke("/train", method: "POST", contains: "accuracy"));

    // strain-seer

    private Target StrainSeer => _ => _.Image(i => i
        .From(Python).Uses(Uv)
        .NotFrom(Supply.Debian, NoStreamlit)
        .Title("Strain Seer")
        .Description("Reads the curve of a tensile test")
        .Port(8501, published: 8501)
        .Health("/_stcore/health")
        .Tmpfs("/tmp/app")
        .Listen("STREAMLIT_SERVER_ADDRESS", "{host}")
        .Listen("STREAMLIT_SERVER_PORT", "{port}")
        .Smoke("/", contains: "Streamlit"));

    // Two lineages: base-os for general services, base-cuda for what computes on GPUs.

    private Target BaseOs => _ => _.Image(i => i
        .From(Ubuntu)
        .Version("v1.0.0")
        .Title("Base OS")
        .Description("A minimal system that s6 supervises")
        .RunsAsRoot("s6 starts as root, and starts each service as PUID and PGID")
        .Tmpfs("/run", "exec")
        .Volume("/config")
        .Check("test \"$(as-app id -u)\" = 911"));

    private Target Syncthing => _ => _.Image(i => i
        .From(BaseOs)
        .Title("Syncthing")
        .Description("Keeps folders of several machines in step")
        .RunsAsRoot("s6 starts as root, and starts syncthing as PUID and PGID")
        .Tmpfs("/run", "exec")
        .Volume("/config")
        .Port(8384, published: 8384)
        .Port(22000, published: 22000)
        .Health("/rest/noauth/health")
        .Smoke("/", contains: "Syncthing"));

    private Target BaseCuda => _ => _.Image(i => i
        .From(Cuda).Uses(Uv)
        .NotFrom(Supply.Debian, NoCuda)
        .Version("v1.0.0")
        .Title("Base CUDA")
        .Description("Python with PyTorch for NVIDIA GPUs")
        .Gpus()
        .Check("python3 -c 'import torch; assert torch.cuda.is_available()'"));

    private Target ComfyUi => _ => _.Image(i => i
        .Name("comfyui")
        .From(BaseCuda).Uses(Uv)
        .Source("comfyui-source", "https://github.com/comfyanonymous/ComfyUI.git", "b1693ecba9f5b65f8c80ab36b195ab963ec92413")
        .NotFrom(Supply.Debian, NoCuda)
        .Title("ComfyUI")
        .Description("Makes pictures with diffusion models")
        .Gpus()
        .Volume("/models")
        .Volume("/output")
        .Port(8188, published: 8188)
        .Health("/system_stats")
        .Smoke("/", contains: "ComfyUI"));
}
