using System.Collections.Immutable;
using Strata.Dockerfiles;
using Strata.Graph;
using Strata.Linting.Shell;
using Strata.Oci;

namespace Strata.Linting;

/// <summary>A stage and what it stands on: another stage, the last stage of a parent image, or an upstream.</summary>
public sealed class LintedStage
{
    private const string Scratch = "scratch";

    private LintedStage(LintedFile file, Stage stage, LintedStage? below, ImageReference? upstream)
    {
        File = file;
        Stage = stage;
        Base = below;
        Upstream = upstream;
        Uses = [.. FindUses()];
        Runs = [.. stage.Instructions.OfType<RunInstruction>().Select(r => RunScript.Read(file, r))];
    }

    /// <summary>The Dockerfile that it stands in.</summary>
    public LintedFile File { get; }

    /// <summary>The stage.</summary>
    public Stage Stage { get; }

    /// <summary>The stage below, in this file or the parent's; null for an upstream or scratch.</summary>
    public LintedStage? Base { get; }

    /// <summary>The image from outside that it starts from; null for a stage, a parent image, scratch, or a name that cannot be known.</summary>
    public ImageReference? Upstream { get; }

    /// <summary>It starts from nothing.</summary>
    public bool IsScratch => Stage.From.Image.Text == Scratch;

    /// <summary>Names of stages and images in COPY --from and mounts.</summary>
    public ImmutableArray<NamedUse> Uses { get; }

    /// <summary>Its RUN instructions with the commands that their shells run.</summary>
    public ImmutableArray<RunScript> Runs { get; }

    /// <summary>This stage and all below it, down to the upstream.</summary>
    public IEnumerable<LintedStage> Chain
    {
        get
        {
            for (var stage = this; stage is not null; stage = stage.Base)
            {
                yield return stage;
            }
        }
    }

    /// <summary>The upstream at the end of the chain; null for scratch or a name that cannot be known.</summary>
    public ImageReference? Root => Chain.Last().Upstream;

    /// <summary>The instruction of this kind that holds in the image: the last of the nearest stage; null when there is none.</summary>
    public Declared<T>? Find<T>(Func<T, bool>? which = null)
        where T : Instruction
    {
        foreach (var stage in Chain)
        {
            if (stage.Stage.Instructions.OfType<T>().LastOrDefault(i => which?.Invoke(i) ?? true) is { } found)
            {
                return new Declared<T>(found, stage);
            }
        }

        return null;
    }

    /// <summary>Who runs an instruction of this stage; null when no USER stands before it in the chain.</summary>
    public string? UserAt(Instruction instruction) =>
        Stage.Instructions.TakeWhile(i => i != instruction).OfType<UserInstruction>().LastOrDefault() is { } own
            ? Expand(own.User.Text)
            : Base?.Find<UserInstruction>() is { } inherited ? inherited.Stage.Expand(inherited.Instruction.User.Text) : null;

    /// <summary>The variables that a container has, expanded as far as they can be known.</summary>
    public IReadOnlyDictionary<string, string> Variables => field ??= Evaluate().Variables;

    /// <summary>Expands a word with the variables and argument defaults of the stage's end; what has no value stays empty.</summary>
    public string Expand(string text) => Expand(text, _scope ??= Evaluate().Scope);

    private Dictionary<string, string>? _scope;

    internal static LintedStage Create(LintedFile file, Stage stage, IReadOnlyList<LintedStage> above, GlobalScope scope)
    {
        var name = Expand(stage, scope);
        if (above.LastOrDefault(s => s.Stage.Name == name) is { } below)
        {
            return new LintedStage(file, stage, below, null);
        }

        if (name == Scratch || !ImageReference.TryParse(name, out var reference))
        {
            return new LintedStage(file, stage, null, null);
        }

        var use = new ExternalReference(ReferenceKind.From, name, stage.From.Image.Text, stage.From.Image.Span, stage);
        return file.Image is { } image && file.Fleet?.Names.Find(image, use) is ImageSource.Parent parent
            ? new LintedStage(file, stage, file.Fleet.Find(parent.Image)?.Target, null)
            : new LintedStage(file, stage, null, reference);
    }

    private static string Expand(Stage stage, GlobalScope scope)
    {
        try
        {
            return scope.Expand(stage.From.Image.Text).Text;
        }
        catch (ShellSyntaxException)
        {
            // Cannot be known: building says so.
            return "";
        }
    }

    private IEnumerable<NamedUse> FindUses()
    {
        foreach (var instruction in Stage.Instructions)
        {
            if (instruction is CopyInstruction { From: { } from } && IsImage(from.Text))
            {
                yield return new NamedUse(from.Text, from.Span, instruction);
            }

            foreach (var mount in (instruction as RunInstruction)?.Mounts ?? [])
            {
                if (mount.From is { } name && IsImage(name))
                {
                    yield return new NamedUse(name, mount.Span, instruction);
                }
            }
        }
    }

    // What a Git source is called is no image's name.
    private bool IsImage(string name) => File.Image?.Sources.Any(s => s.Name == name) != true;

    private (Dictionary<string, string> Variables, Dictionary<string, string> Scope) Evaluate()
    {
        var variables = new Dictionary<string, string>(Base?.Variables ?? ImmutableDictionary<string, string>.Empty, StringComparer.Ordinal);
        var scope = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        foreach (var instruction in Stage.Instructions)
        {
            foreach (var arg in (instruction as ArgInstruction)?.Declarations ?? [])
            {
                if (!variables.ContainsKey(arg.Name) && arg.Default is not null)
                {
                    scope[arg.Name] = Expand(arg.Default, scope);
                }
            }

            foreach (var variable in (instruction as EnvInstruction)?.Variables ?? [])
            {
                scope[variable.Key] = variables[variable.Key] = Expand(variable.Value, scope);
            }
        }

        return (variables, scope);
    }

    private string Expand(string text, Dictionary<string, string> values)
    {
        try
        {
            return ShellLexer.Expand(text, File.Dockerfile.Escape, values.GetValueOrDefault);
        }
        catch (ShellSyntaxException)
        {
            return text;
        }
    }
}

/// <summary>A name in COPY --from or a mount.</summary>
/// <param name="Name">As written.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Instruction">The instruction that uses it.</param>
public sealed record NamedUse(string Name, SourceSpan Span, Instruction Instruction);

/// <summary>An instruction and the stage that it stands in.</summary>
/// <typeparam name="T">The instruction's kind.</typeparam>
/// <param name="Instruction">The instruction.</param>
/// <param name="Stage">The stage, perhaps one of a parent image.</param>
public sealed record Declared<T>(T Instruction, LintedStage Stage)
    where T : Instruction;
