using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Strata.Dockerfiles;
using Strata.Graph;
using Strata.Oci;

namespace Strata.Planning;

/// <summary>What of an image's definition, Dockerfile and upstreams can change its bytes; parents and files are not among it.</summary>
public static class DeclaredInputs
{
    /// <summary>The version of the manifest's format: raised when the same inputs would give other bytes.</summary>
    public const string Format = "1";

    /// <summary>The inputs of an image.</summary>
    /// <param name="inputs">The image, read for the supply.</param>
    /// <param name="supply">Where upstream bytes come from.</param>
    /// <param name="platform">What is built for.</param>
    /// <param name="upstreamDigests">The digest of an upstream for a platform, or for all (null); null when it is not known. Those that the Dockerfile fixes itself need none.</param>
    /// <param name="triggers">Instructions (ONBUILD) that parents in the graph leave for it.</param>
    /// <exception cref="DefinitionException">Digests of upstreams are missing: all of them.</exception>
    public static ImmutableArray<InputEntry> Find(
        ImageInputs inputs, Supply supply, Platform platform, Func<Upstream, Platform?, string?> upstreamDigests, IEnumerable<Instruction> triggers)
    {
        var image = inputs.Image;
        var references = inputs.References!;
        var entries = ImmutableArray.CreateBuilder<InputEntry>();
        entries.Add(new InputEntry(InputKind.Format, "format", Format));
        entries.Add(new InputEntry(InputKind.Platform, "platform", platform.ToString()));
        entries.Add(new InputEntry(InputKind.Stage, "stage", references.Target.Name ?? "default"));
        entries.Add(new InputEntry(InputKind.Label, "org.opencontainers.image.title", image.Title ?? image.Name));
        AddIfGiven(InputKind.Label, "org.opencontainers.image.description", image.Description);
        AddIfGiven(InputKind.Version, "version", image.Version);

        // A frontend that is pulled is part of the build; the engine's own one takes its place where nothing can be pulled.
        AddIfGiven(InputKind.Dockerfile, $"{image.Dockerfile} syntax", supply == Supply.Hub ? inputs.Dockerfile.Syntax : null);
        AddIfGiven(InputKind.Dockerfile, $"{image.Dockerfile} escape", inputs.Dockerfile.Escape == '\\' ? null : inputs.Dockerfile.Escape.ToString());
        AddIfGiven(InputKind.Supply, "supply", DependsOnSupply(inputs) ? supply.ToWord() : null);
        entries.AddRange(Stages(inputs));
        entries.AddRange(Arguments(inputs, triggers));
        entries.AddRange(Upstreams(inputs, supply, platform, upstreamDigests));
        entries.AddRange(inputs.Contexts.Where(c => c.Source is ImageSource.Git).Select(c => new InputEntry(InputKind.Source, c.Key, ((ImageSource.Git)c.Source).Source.Reference)));
        return entries.DrainToImmutable();

        void AddIfGiven(InputKind kind, string name, string? value)
        {
            if (value is not null)
            {
                entries.Add(new InputEntry(kind, name, value));
            }
        }
    }

    private static bool DependsOnSupply(ImageInputs inputs) =>
        inputs.BuildArgs.ContainsKey(SupplyArgument.Name) || inputs.Contexts.Any(c => c.Source is ImageSource.External);

    private static IEnumerable<InputEntry> Stages(ImageInputs inputs)
    {
        var file = inputs.Dockerfile;
        var stages = inputs.References!.Stages;
        if (file.GlobalArgs.Length > 0)
        {
            yield return new InputEntry(InputKind.Dockerfile, $"{inputs.Image.Dockerfile} before FROM", Hash(StageText.Of(file, file.GlobalArgs)));
        }

        // Which stage a number or a repeated name means hangs on the stages that are not built, too.
        var isNumbered = stages.Any(s => s.Instructions.Any(UsesNumber)) || file.Stages.Select(s => s.Name).OfType<string>().Distinct().Count() < file.Stages.Count(s => s.Name is not null);
        for (var i = 0; i < stages.Length; i++)
        {
            var number = (isNumbered ? stages[i].Index : i).ToString(CultureInfo.InvariantCulture);
            var text = StageText.Of(file, stages[i].Instructions.Prepend(stages[i].From));
            yield return new InputEntry(InputKind.Dockerfile, $"{inputs.Image.Dockerfile} stage {stages[i].Name ?? number}", Hash($"{number}\n{text}"));
        }
    }

    private static bool UsesNumber(Instruction instruction) =>
        instruction is CopyInstruction { From.Text: var from } && int.TryParse(from, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        || instruction is OnbuildInstruction onbuild && UsesNumber(onbuild.Trigger);

    // An argument that no stage which is built declares is not seen, but for those that the frontend itself reads.
    private static IEnumerable<InputEntry> Arguments(ImageInputs inputs, IEnumerable<Instruction> triggers)
    {
        var declared = inputs.Dockerfile.GlobalArgs
            .Concat<Instruction>(inputs.References!.Stages.SelectMany(s => s.Instructions))
            .Concat(triggers)
            .Select(i => (i as OnbuildInstruction)?.Trigger ?? i)
            .OfType<ArgInstruction>()
            .SelectMany(a => a.Declarations)
            .Select(d => d.Name)
            .ToHashSet(StringComparer.Ordinal);
        return inputs.BuildArgs
            .Where(a => declared.Contains(a.Key) || IsRead(a.Key))
            .Select(a => new InputEntry(InputKind.Argument, a.Key, a.Value));
    }

    private static bool IsRead(string name) =>
        name == "SOURCE_DATE_EPOCH"
        || name.StartsWith("BUILDKIT_", StringComparison.Ordinal)
        || name is "TARGETPLATFORM" or "TARGETOS" or "TARGETOSVERSION" or "TARGETARCH" or "TARGETVARIANT" or "TARGETSTAGE"
            or "BUILDPLATFORM" or "BUILDOS" or "BUILDOSVERSION" or "BUILDARCH" or "BUILDVARIANT";

    private static IEnumerable<InputEntry> Upstreams(ImageInputs inputs, Supply supply, Platform platform, Func<Upstream, Platform?, string?> digests)
    {
        var entries = new List<InputEntry>();
        var problems = ImmutableArray.CreateBuilder<Problem>();

        // Of a tag for several platforms only our part counts, unless a stage asks for another one.
        var part = inputs.References!.HasOtherPlatform ? null : platform;
        foreach (var (key, source) in inputs.Contexts)
        {
            if (source is not ImageSource.External external)
            {
                continue;
            }

            // In the hub supply a digest that the Dockerfile fixes says more than the tag that was resolved.
            var digest = supply == Supply.Hub && external.Digest is { } fixedDigest ? fixedDigest.ToString() : digests(external.Upstream, part);
            if (digest is null)
            {
                problems.Add(new Problem(
                    $"image '{inputs.Image.Name}'", $"the digest of '{external.Upstream}' is not known in the {supply.ToWord()} supply", "resolve it first: a tag says nothing about bytes"));
                continue;
            }

            entries.Add(new InputEntry(InputKind.Upstream, key, digest));
        }

        return problems.Count > 0 ? throw new DefinitionException(problems.DrainToImmutable()) : entries;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
