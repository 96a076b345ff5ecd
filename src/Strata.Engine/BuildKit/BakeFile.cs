using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strata.Engine.Engines;

namespace Strata.Engine.BuildKit;

/// <summary>Writes the JSON that <c>docker buildx bake</c> reads for a request.</summary>
/// <remarks>
/// Bake reads JSON as HCL: every string in it, keys of maps too, is a template in which functions and variables would run. It also brings
/// text to Unicode's normal form C, which nothing here can keep it from.
/// </remarks>
public static partial class BakeFile
{
    // With an attestation the tag would be an index whose digest changes with each build.
    private static readonly ImmutableArray<string> NoAttestations = ["type=provenance,disabled=true", "type=sbom,disabled=true"];

    /// <summary>Renders a request; the same request gives the same text.</summary>
    /// <param name="request">What to solve.</param>
    /// <param name="engine">What it is solved on.</param>
    /// <param name="dockerfiles">Absolute paths of private Dockerfiles by target, for those that do not use the one in the tree.</param>
    /// <param name="secretCopy">Where buildx finds a secret; null when it finds it as we do.</param>
    /// <exception cref="DefinitionException">A name or value that bake would refuse or change; all of them are reported.</exception>
    public static string Render(SolveRequest request, EngineConnection engine, IReadOnlyDictionary<string, string>? dockerfiles = null, Func<SolveTarget, SolveSecret, string?>? secretCopy = null)
    {
        var problems = BakeLimits.Check(request);
        if (problems.Length > 0)
        {
            throw new DefinitionException(problems);
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("target");
            foreach (var target in request.Targets)
            {
                json.WriteStartObject(target.Name);
                Write(json, request, target, engine, dockerfiles?.GetValueOrDefault(target.Name));
                WriteList(json, "secret", [.. target.Secrets.Select(s => s.Render(secretCopy?.Invoke(target, s)))]);
                json.WriteEndObject();
            }

            foreach (var (stored, platforms) in request.Stored())
            {
                json.WriteStartObject(stored.Name);
                WriteStored(json, request, stored, platforms);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Escapes a text so that bake takes it as it is.</summary>
    public static string Escape(string text) => TemplateStart().Replace(text, "$1$0");

    private static void Write(Utf8JsonWriter json, SolveRequest request, SolveTarget target, EngineConnection engine, string? dockerfile)
    {
        json.WriteString("context", Escape(HostPath.Join(request.ContextRoot, target.Context)));
        json.WriteString("dockerfile", Escape(dockerfile ?? HostPath.Join(request.ContextRoot, target.Dockerfile)));
        if (target.Stage is not null)
        {
            json.WriteString("target", Escape(target.Stage));
        }

        WriteMap(json, "contexts", target.Contexts.Select(c => KeyValuePair.Create(c.Key, Source(c.Value))));
        WriteMap(json, "args", target.Args);
        WriteMap(json, "labels", target.Labels);
        WriteList(json, "tags", target.Tags);
        WriteList(json, "platforms", target.Platforms);
        if (engine.HostNetworkOnly)
        {
            json.WriteString("network", "host");
        }

        if (target.NoCache)
        {
            json.WriteBoolean("no-cache", true);
        }

        if (target.CacheReference is { } cache)
        {
            // A registry that fails costs steps, never a build.
            WriteList(json, "cache-from", [$"type=registry,ref={cache}"]);
            WriteList(json, "cache-to", [$"type=registry,ref={cache},mode=max,image-manifest=true,oci-mediatypes=true,compression=zstd,ignore-error=true"]);
        }

        WriteList(json, "attest", NoAttestations);

        // The docker driver turns this into a plain export to its own store; others send the image to the engine.
        WriteList(json, "output", ["type=docker"]);
    }

    // A Dockerfile of one line, since what FROM names is looked for in the engine's own store first.
    private static void WriteStored(Utf8JsonWriter json, SolveRequest request, ContextSource.Stored stored, ImmutableArray<string> platforms)
    {
        json.WriteString("context", Escape(request.ContextRoot));
        json.WriteString("dockerfile-inline", Escape($"FROM {stored.Reference}\n"));
        WriteList(json, "platforms", platforms);
        WriteList(json, "attest", NoAttestations);
        WriteList(json, "output", ["type=cacheonly"]);
    }

    private static string Source(ContextSource source) => source switch
    {
        ContextSource.Target target => $"target:{target.Name}",
        ContextSource.Stored stored => $"target:{stored.Name}",
        ContextSource.Image image => $"docker-image://{image.Reference}",
        ContextSource.Git git => $"{git.Url}#{git.Commit}",
        ContextSource.OciLayout layout => $"oci-layout://{layout.Directory}@{layout.Digest}",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
    };

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> entries)
    {
        var all = entries.ToImmutableArray();
        if (all.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in all)
        {
            json.WriteString(Escape(key), Escape(value));
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(Escape(value));
        }

        json.WriteEndArray();
    }

    [GeneratedRegex(@"([$%])\{")]
    private static partial Regex TemplateStart();
}
