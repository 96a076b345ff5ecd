using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Strata.Engine.Hosts;
using Strata.Oci;
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

    /// <summary>Finds out whether the values of a tool can tell images apart.</summary>
    /// <param name="format">For which tool.</param>
    /// <param name="names">What the images are called, each once.</param>
    /// <exception cref="DefinitionException">Some would be one value.</exception>
    public static void Check(DeploymentFormat format, IEnumerable<string> names)
    {
        if (format != DeploymentFormat.Helm)
        {
            return;
        }

        ImmutableArray<Problem> same =
        [
            .. names.GroupBy(Key, StringComparer.Ordinal).Where(g => g.Skip(1).Any()).Select(g => new Problem(
                $"--output {format}", $"{string.Join(" and ", g.Select(name => $"'{name}'"))} would be one value, 'images.{g.Key}'", "give one of them another name")),
        ];
        if (!same.IsEmpty)
        {
            throw new DefinitionException(same);
        }
    }

    /// <summary>The file's text.</summary>
    /// <param name="format">For which tool.</param>
    /// <param name="images">What was published.</param>
    /// <param name="consumed">Images of others that are deployed beside these: what they are called, and where they are, with the digest where it is locked.</param>
    public static string Render(DeploymentFormat format, ImmutableArray<PublishedImage> images, ImmutableArray<(string Name, ImageReference Reference)> consumed = default)
    {
        var all = images.Select(i => (Name: i.Image, i.Reference)).Concat(consumed.IsDefault ? [] : consumed).ToArray();
        object values = format switch
        {
            DeploymentFormat.Helm => Map(("images", Map([.. all.Select(i => (Key(i.Name), (object)Helm(i.Reference)))]))),
            DeploymentFormat.Compose => Map(("services", Map([.. all.Select(i => (i.Name, (object)Map(("image", i.Reference.ToString()))))]))),
            DeploymentFormat.Kustomize => Map(
                ("apiVersion", "kustomize.config.k8s.io/v1alpha1"),
                ("kind", "Component"),
                ("images", all.Select(i => Kustomize(i.Name, i.Reference)).ToArray())),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
        return Yaml(values);
    }

    /// <summary>Writes it into a folder, under its usual name.</summary>
    /// <returns>The file.</returns>
    public static async Task<string> WriteAsync(
        string folder, DeploymentFormat format, ImmutableArray<PublishedImage> images, ImmutableArray<(string Name, ImageReference Reference)> consumed, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, FileName(format));
        await AtomicFile.WriteAsync(file, Render(format, images, consumed), isPrivate: false, cancellation).ConfigureAwait(false);
        return file;
    }

    private static Dictionary<string, object> Helm(ImageReference image) => WithDigest(image, ("registry", image.Domain), ("repository", image.Path), ("tag", image.Tag!));

    private static Dictionary<string, object> Kustomize(string name, ImageReference image) => WithDigest(image, ("name", name), ("newName", image.Repository), ("newTag", image.Tag!));

    private static Dictionary<string, object> WithDigest(ImageReference image, params (string Key, object Value)[] entries) =>
        Map(image.Digest is { } digest ? [.. entries, ("digest", digest.ToString())] : entries);

    // Helm's templates cannot say .Values.images.svc-ocr.
    private static string Key(string image) =>
        string.Concat(image.Split('-', '_', '.').Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Dictionaries, arrays and texts: the serializer makes no code for them.")]
    private static string Yaml(object values) => new SerializerBuilder().WithNewLine("\n").WithQuotingNecessaryStrings().Build().Serialize(values);

    private static Dictionary<string, object> Map(params (string Key, object Value)[] entries) => entries.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
}
