using Strata.Engine.BuildKit;
using Strata.Graph;
using Strata.Planning;
using System.Security.Cryptography;

namespace Strata.Targets;

internal static class ManifestSource
{
    public static Task<IReadOnlyDictionary<string, InputManifest>> CollectAsync(
        StrataSession session, IReadOnlyCollection<string> images, IReadOnlyDictionary<Upstream, ContextSource> sources, CancellationToken cancellation)
    {
        var made = new Dictionary<string, InputManifest>();
        foreach (var image in session.Graph.Images.Where(i => images.Contains(i.Name)))
        {
            var inputs = session.Graph.Inputs(image);
            var entries = new List<InputEntry> { new(InputKind.Supply, "", session.Supply.Supply.ToWord()), new(InputKind.Dockerfile, "text", inputs.Dockerfile.Text) };
            if (image.Version is not null) entries.Add(new(InputKind.Version, "", image.Version));
            entries.AddRange(inputs.BuildArgs.Select(a => new InputEntry(InputKind.Argument, a.Key, a.Value)));
            entries.AddRange(session.Graph.Parents(image).Select(p => new InputEntry(InputKind.Parent, p.Name, made[p.Name].Fingerprint.Hex)));
            entries.AddRange(inputs.Contexts.Select(c => c.Source).OfType<ImageSource.External>().Select(e => new InputEntry(InputKind.Upstream, e.Upstream.Reference, sources.GetValueOrDefault(e.Upstream)?.ToString() ?? "")));
            var context = Path.Combine(session.Root, image.Context);
            foreach (var file in Directory.EnumerateFiles(context, "*", SearchOption.AllDirectories))
            {
                var relative = Path.GetRelativePath(session.Root, file);
                if (relative.Split('/').Any(p => p is ".git" or ".nuke" or "bin" or "obj" or "artifacts")) continue;
                entries.Add(new(InputKind.File, relative, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))));
            }
            made[image.Name] = new InputManifest(entries);
        }
        return Task.FromResult<IReadOnlyDictionary<string, InputManifest>>(made);
    }
}
