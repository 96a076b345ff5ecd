using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>Which modules a distribution brings, where its name does not say so, and what the usual ones bring along with them.</summary>
public static class ImportNames
{
    // Distribution, modules.
    private const string Modules =
        """
        ansible-core ansible; antlr4-python3-runtime antlr4; apache-airflow airflow; argon2-cffi argon2; attrs attr attrs; azure-identity azure.identity;
        azure-storage-blob azure.storage.blob; beautifulsoup4 bs4; bitsandbytes bitsandbytes; boto3 boto3; brotlipy brotli; cassandra-driver cassandra;
        charset-normalizer charset_normalizer; clickhouse-connect clickhouse_connect; clickhouse-driver clickhouse_driver; confluent-kafka confluent_kafka;
        dbus-python dbus; discord-py discord; django-rest-framework rest_framework; djangorestframework rest_framework; dnspython dns; docker docker;
        elasticsearch elasticsearch; email-validator email_validator; faiss faiss; faiss-cpu faiss; faiss-gpu faiss; ffmpeg-python ffmpeg; flask-cors flask_cors;
        fuzzywuzzy fuzzywuzzy; gitpython git; google-api-python-client googleapiclient apiclient; google-auth google.auth; google-cloud-aiplatform google.cloud.aiplatform vertexai;
        google-cloud-bigquery google.cloud.bigquery; google-cloud-pubsub google.cloud.pubsub google.cloud.pubsub_v1; google-cloud-storage google.cloud.storage;
        google-generativeai google.generativeai; grpcio grpc; grpcio-status grpc_status; grpcio-tools grpc_tools; hydra-core hydra; imbalanced-learn imblearn;
        jaraco-classes jaraco.classes; kafka-python kafka; kafka-python-ng kafka; kubernetes kubernetes; levenshtein Levenshtein; lightning lightning;
        llama-cpp-python llama_cpp; markdown markdown; memory-profiler memory_profiler; mkdocs mkdocs; msgpack msgpack; msgpack-python msgpack; mysql-connector-python mysql.connector;
        mysqlclient MySQLdb; nats-py nats; nvidia-ml-py pynvml; odfpy odf; open-clip-torch open_clip; opencv-contrib-python cv2; opencv-contrib-python-headless cv2;
        opencv-python cv2; opencv-python-headless cv2; opensearch-py opensearchpy; opentelemetry-api opentelemetry; opentelemetry-sdk opentelemetry.sdk;
        opentelemetry-exporter-otlp opentelemetry.exporter.otlp; opentelemetry-instrumentation-fastapi opentelemetry.instrumentation.fastapi; paho-mqtt paho.mqtt paho;
        pdfminer-six pdfminer; pillow PIL; pillow-simd PIL; pip pip; prometheus-client prometheus_client; protobuf google.protobuf; psycopg psycopg; psycopg-binary psycopg_binary;
        psycopg2 psycopg2; psycopg2-binary psycopg2; pycairo cairo; pycrypto Crypto; pycryptodome Crypto; pycryptodomex Cryptodome; pygithub github; pygobject gi;
        pyjwt jwt; pykube-ng pykube; pymongo pymongo bson gridfs; pymupdf fitz pymupdf; pynacl nacl; pyopenssl OpenSSL; pypdf2 PyPDF2; pypdfium2 pypdfium2;
        pyqt5 PyQt5; pyqt6 PyQt6; pyserial serial; pysocks socks sockshandler; pytest-asyncio pytest_asyncio; python-barcode barcode; python-box box; python-consul consul;
        python-dateutil dateutil; python-docx docx; python-dotenv dotenv; python-engineio engineio; python-gitlab gitlab; python-gnupg gnupg; python-jose jose;
        python-json-logger pythonjsonlogger; python-ldap ldap ldif; python-levenshtein Levenshtein; python-magic magic; python-memcached memcache; python-multipart multipart python_multipart;
        python-pptx pptx; python-slugify slugify; python-snappy snappy; python-socketio socketio; python-telegram-bot telegram; python-ulid ulid; pytorch-lightning pytorch_lightning;
        pytz pytz; pyusb usb; pywavelets pywt; pyyaml yaml; pyzmq zmq; rapidfuzz rapidfuzz; ruamel-yaml ruamel.yaml; scikit-image skimage; scikit-learn sklearn;
        sentry-sdk sentry_sdk; setuptools setuptools pkg_resources _distutils_hack; shapely shapely; slack-sdk slack_sdk; snowflake-connector-python snowflake.connector;
        speechrecognition speech_recognition; sqlalchemy sqlalchemy; tensorflow tensorflow; tensorflow-cpu tensorflow; tensorflow-gpu tensorflow; tf-keras tf_keras;
        thefuzz thefuzz; torch torch torchgen functorch; typing-extensions typing_extensions; ulid-py ulid; umap-learn umap; unstructured unstructured; websocket-client websocket;
        websockets websockets; xgboost xgboost; xgboost-cpu xgboost; zstandard zstandard; ujson ujson; tree-sitter tree_sitter; whisper-ctranslate2 whisper_ctranslate2;
        openai-whisper whisper; segment-anything segment_anything; pyannote-audio pyannote.audio; pyannote-core pyannote.core; en-core-web-sm en_core_web_sm
        """;

    // Distribution, what comes with it in every usual version; nobody has to ask for these.
    private const string Needs =
        """
        fastapi starlette pydantic typing-extensions annotated-types anyio; starlette anyio typing-extensions; anyio idna sniffio typing-extensions; uvicorn click h11;
        pydantic pydantic-core annotated-types typing-extensions typing-inspection; pydantic-settings pydantic python-dotenv; httpx httpcore anyio certifi idna sniffio h11; httpcore h11 certifi;
        requests urllib3 certifi idna charset-normalizer; aiohttp yarl multidict frozenlist aiosignal attrs propcache aiohappyeyeballs; yarl multidict idna propcache; flask werkzeug jinja2 click itsdangerous blinker markupsafe; jinja2 markupsafe; werkzeug markupsafe;
        django asgiref sqlparse; sqlalchemy greenlet typing-extensions; alembic sqlalchemy mako typing-extensions; mako markupsafe; celery kombu billiard vine click python-dateutil; kombu vine amqp; amqp vine;
        pandas numpy python-dateutil pytz tzdata six; python-dateutil six; scikit-learn numpy scipy joblib threadpoolctl; scipy numpy; nltk regex joblib click tqdm;
        torch numpy sympy networkx jinja2 fsspec filelock typing-extensions setuptools mpmath markupsafe nvidia-* triton; sympy mpmath; torchvision torch numpy pillow; torchaudio torch; triton filelock;
        transformers huggingface-hub tokenizers safetensors numpy pyyaml regex requests tqdm filelock packaging fsspec; huggingface-hub filelock fsspec packaging pyyaml requests tqdm typing-extensions; tokenizers huggingface-hub;
        sentence-transformers transformers torch tqdm scikit-learn scipy huggingface-hub pillow numpy typing-extensions; accelerate torch numpy packaging psutil pyyaml huggingface-hub safetensors; datasets numpy pyarrow dill pandas requests tqdm xxhash multiprocess fsspec huggingface-hub packaging pyyaml aiohttp;
        peft torch transformers accelerate numpy pyyaml tqdm safetensors huggingface-hub packaging psutil; diffusers huggingface-hub numpy pillow regex requests safetensors filelock; timm torch torchvision pyyaml huggingface-hub safetensors;
        spacy numpy pydantic requests tqdm thinc srsly catalogue cymem murmurhash preshed wasabi typer weasel jinja2 packaging setuptools; thinc numpy srsly catalogue cymem murmurhash preshed wasabi blis confection pydantic;
        langchain langchain-core pydantic sqlalchemy requests pyyaml langsmith; langchain-core pydantic tenacity pyyaml packaging jsonpatch langsmith typing-extensions; openai httpx pydantic anyio distro jiter sniffio tqdm typing-extensions;
        tiktoken regex requests; qdrant-client grpcio httpx numpy pydantic portalocker urllib3 protobuf; neo4j pytz; minio certifi urllib3 argon2-cffi pycryptodome typing-extensions; hvac requests; redis async-timeout;
        argon2-cffi cffi argon2-cffi-bindings; cryptography cffi; cffi pycparser; boto3 botocore s3transfer jmespath; botocore jmespath python-dateutil urllib3; google-cloud-storage google-auth google-api-core requests protobuf;
        opencv-python numpy; opencv-python-headless numpy; opencv-contrib-python numpy; opencv-contrib-python-headless numpy; matplotlib numpy pillow contourpy cycler fonttools kiwisolver packaging pyparsing python-dateutil six; seaborn numpy pandas matplotlib; pdf2image pillow; pytesseract pillow packaging;
        scikit-image numpy scipy networkx pillow imageio tifffile packaging lazy-loader; beautifulsoup4 soupsieve typing-extensions; rich markdown-it-py pygments mdurl; typer click rich shellingham typing-extensions; gradio fastapi pydantic httpx numpy pandas pillow uvicorn huggingface-hub jinja2;
        tensorflow numpy keras h5py protobuf absl-py grpcio tensorboard wrapt six requests; keras numpy absl-py rich h5py; h5py numpy; xgboost numpy scipy; lightgbm numpy scipy; onnxruntime numpy protobuf packaging flatbuffers sympy; onnx numpy protobuf; faiss-cpu numpy packaging; gensim numpy scipy smart-open;
        thefuzz rapidfuzz; python-levenshtein levenshtein rapidfuzz; levenshtein rapidfuzz; opentelemetry-sdk opentelemetry-api typing-extensions; grpcio-tools grpcio protobuf setuptools; numba numpy llvmlite; dask cloudpickle fsspec packaging pyyaml toolz partd; polars numpy; pyarrow numpy; ray click filelock jsonschema msgpack packaging protobuf pyyaml requests;
        vllm torch transformers numpy fastapi pydantic uvicorn openai ray tiktoken sentencepiece pillow; kubernetes certifi pyyaml python-dateutil requests six urllib3; docker requests urllib3; gitpython gitdb smmap; jsonschema attrs referencing rpds-py; pytest pluggy iniconfig packaging pygments
        """;

    private static readonly FrozenDictionary<PackageName, ImmutableArray<string>> ByDistribution = Read(Modules).ToFrozenDictionary(e => e.Name, e => e.Words);

    private static readonly FrozenDictionary<PackageName, ImmutableArray<string>> ByNeed = Read(Needs).ToFrozenDictionary(e => e.Name, e => e.Words);

    private static readonly FrozenDictionary<string, ImmutableArray<PackageName>> ByModule = ByDistribution
        .SelectMany(d => d.Value.Select(m => (Module: m, d.Key)))
        .GroupBy(p => p.Module, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Key).Order().ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>The modules that a distribution brings, with dots where it brings a part of a shared package only.</summary>
    public static ImmutableArray<string> Of(PackageName distribution) =>
        ByDistribution.GetValueOrDefault(distribution) is { IsDefault: false } modules ? modules : [distribution.Value.Replace('-', '_')];

    /// <summary>What comes with a distribution, and with that again; <c>nvidia-*</c> stands for all names that start so.</summary>
    public static IEnumerable<PackageName> NeedsOf(PackageName distribution)
    {
        HashSet<PackageName> reached = [distribution];
        var waiting = new Stack<PackageName>([distribution]);
        while (waiting.TryPop(out var name))
        {
            foreach (var needed in ByNeed.GetValueOrDefault(name) is { IsDefault: false } words ? words.Select(w => new PackageName(w)) : [])
            {
                if (reached.Add(needed))
                {
                    waiting.Push(needed);
                    yield return needed;
                }
            }
        }
    }

    /// <summary>The distributions that bring a module, the nearest part of its name first; none where nothing is known.</summary>
    /// <param name="module">Such as <c>google.cloud.storage</c>.</param>
    public static ImmutableArray<PackageName> Find(string module)
    {
        for (var name = module; name.Length > 0; name = name.LastIndexOf('.') is >= 0 and var dot ? name[..dot] : "")
        {
            if (ByModule.GetValueOrDefault(name) is { IsDefault: false } found)
            {
                return found;
            }
        }

        var plain = PackageName.Of(module.Split('.')[0]);
        return ByNeed.ContainsKey(plain) || ByNeed.Values.Any(v => v.Contains(plain.Value)) ? [plain] : [];
    }

    /// <summary>Whether a module that is brought is the imported one, a package above it or a part of it.</summary>
    /// <param name="brought">Such as <c>google.cloud.storage</c>.</param>
    /// <param name="imported">Such as <c>google.cloud</c>.</param>
    public static bool Covers(string brought, string imported) =>
        brought == imported
        || imported.StartsWith(brought, StringComparison.Ordinal) && imported[brought.Length] == '.'
        || brought.StartsWith(imported, StringComparison.Ordinal) && brought[imported.Length] == '.';

    private static IEnumerable<(PackageName Name, ImmutableArray<string> Words)> Read(string table) =>
        from entry in table.Split(';', StringSplitOptions.TrimEntries)
        let words = entry.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        select (new PackageName(words[0]), words[1..].ToImmutableArray());
}
