using System.Collections.Immutable;
using Strata.Engine.Hosts;
using YamlDotNet.Serialization;

namespace Strata.Engine.Publishing;

/// <summary>Tells deployment tools which images were published, each fixed by digest.</summary>
public static class DeploymentValues
{
    /// <summary>The usual name of such a file.</summary>
    public static string FileName(DeploymentFormat format) => format switch
    {
        DeploymentFormat.Helm => "values.images.yaml",
        DeploymentFormat.Compose => "compose.images.yaml",
        DeploymentFormat.Kustomize => "kustomization.yaml",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>The file's text.</summary>
    public static string Render(DeploymentFormat format, ImmutableArray<PublishedImage> images)
    {
        object values = format switch
        {
            DeploymentFormat.Helm => Map(("images", Map([.. images.Select(i => (Key(i.Image), (object)Helm(i)))]))),
            DeploymentFormat.Compose => Map(("services", Map([.. images.Select(i => (i.Image, (object)Map(("image", i.Reference.ToString()))))]))),
            DeploymentFormat.Kustomize => Map(
                ("apiVersion", "kustomize.config.k8s.io/v1alpha1"),
                ("kind", "Component"),
                ("images", images.Select(Kustomize).ToArray())),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
        return new SerializerBuilder().WithNewLine("\n").WithQuotingNecessaryStrings().Build().Serialize(values);
    }

    /// <summary>Writes it into a folder, under its usual name.</summary>
    /// <returns>The file.</returns>
    public static async Task<string> WriteAsync(string folder, DeploymentFormat format, ImmutableArray<PublishedImage> images, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, FileName(format));
        await AtomicFile.WriteAsync(file, Render(format, images), isPrivate: false, cancellation).ConfigureAwait(false);
        return file;
    }

    private static Dictionary<string, object> Helm(PublishedImage image) => Map(
        ("registry", image.Repository.Domain),
        ("repository", image.Repository.Path),
        ("tag", image.Reference.Tag!),
        ("digest", image.Digest.ToString()));

    private static Dictionary<string, object> Kustomize(PublishedImage image) => Map(
        ("name", image.Image),
        ("newName", image.Repository.Repository),
        ("newTag", image.Reference.Tag!),
        ("digest", image.Digest.ToString()));

    // Helm's templates cannot say .Values.images.svc-ocr.
    private static string Key(string image) =>
        string.Concat(image.Split('-', '_', '.').Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static Dictionary<string, object> Map(params (string Key, object Value)[] entries) => entries.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
}
