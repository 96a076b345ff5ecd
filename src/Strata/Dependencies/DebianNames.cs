using System.Collections.Frozen;

namespace Strata.Dependencies;

/// <summary>What Debian calls Python libraries: <c>python3-</c> and, mostly, the name that is imported.</summary>
internal static class DebianNames
{
    private const string Prefix = "python3-";

    // Where the rest of Debian's name is not that of the distribution.
    private static readonly FrozenDictionary<string, string> Others = new Dictionary<string, string>
    {
        ["attr"] = "attrs", ["babel"] = "babel", ["bs4"] = "beautifulsoup4", ["cairo"] = "pycairo", ["consul"] = "python-consul", ["crypto"] = "pycrypto",
        ["dateutil"] = "python-dateutil", ["dbus"] = "dbus-python", ["docx"] = "python-docx", ["dotenv"] = "python-dotenv", ["editor"] = "python-editor",
        ["fitz"] = "pymupdf", ["git"] = "gitpython", ["gi"] = "pygobject", ["gitlab"] = "python-gitlab", ["github"] = "pygithub", ["jose"] = "python-jose",
        ["jwt"] = "pyjwt", ["kazoo"] = "kazoo", ["ldap"] = "python-ldap", ["ldap3"] = "ldap3", ["levenshtein"] = "levenshtein", ["magic"] = "python-magic",
        ["memcache"] = "python-memcached", ["multipart"] = "python-multipart", ["mysqldb"] = "mysqlclient", ["nacl"] = "pynacl", ["opencv"] = "opencv-python",
        ["openssl"] = "pyopenssl", ["pil"] = "pillow", ["pkg-resources"] = "setuptools", ["pptx"] = "python-pptx", ["psycopg2"] = "psycopg2", ["pymysql"] = "pymysql",
        ["pyqt5"] = "pyqt5", ["serial"] = "pyserial", ["skimage"] = "scikit-image", ["sklearn"] = "scikit-learn", ["slugify"] = "python-slugify",
        ["snappy"] = "python-snappy", ["socks"] = "pysocks", ["tz"] = "pytz", ["ulid"] = "python-ulid", ["usb"] = "pyusb", ["websocket"] = "websocket-client",
        ["yaml"] = "pyyaml", ["zmq"] = "pyzmq", ["zstd"] = "zstandard", ["gnupg"] = "python-gnupg", ["json-logger"] = "python-json-logger", ["hglib"] = "python-hglib",
        ["engineio"] = "python-engineio", ["socketio"] = "python-socketio", ["stdnum"] = "python-stdnum", ["xlib"] = "python-xlib", ["iso8601"] = "iso8601",
        ["torch-cuda"] = "torch", ["faiss"] = "faiss-cpu", ["onnxruntime"] = "onnxruntime", ["tesserocr"] = "tesserocr", ["bson"] = "pymongo", ["gridfs"] = "pymongo",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The distribution that a Debian package holds; a name of Debian's own for packages that are no Python libraries.</summary>
    public static PackageName Of(string package) =>
        !package.StartsWith(Prefix, StringComparison.Ordinal) || package.Length == Prefix.Length ? PackageName.OfDebian(package)
        : package[Prefix.Length..] is "venv" or "dev" or "pip-whl" or "minimal" or "full" or "doc" or "all" or "distutils" or "lib2to3" or "tk" ? PackageName.OfDebian(package)
        : PackageName.Of(Others.GetValueOrDefault(package[Prefix.Length..], package[Prefix.Length..]));
}
