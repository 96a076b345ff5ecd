using Strata.Oci;

namespace Strata.Dockerfiles;

/// <summary>The variables that a stage's instructions see, as far as the Dockerfile tells; what an image from outside brings is not known.</summary>
internal sealed class StageScope
{
    private readonly Dockerfile _file;
    private readonly GlobalScope _global;
    private readonly IReadOnlyDictionary<string, string> _buildArgs;

    // A name with null has a value that is not known.
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _ofImage = new(StringComparer.Ordinal);
    private readonly bool _isComplete;

    private StageScope(Dockerfile file, GlobalScope global, IReadOnlyDictionary<string, string> buildArgs, Stage? below, StageScope? based, bool fromScratch)
    {
        (_file, _global, _buildArgs) = (file, global, buildArgs);
        Triggers = below?.Instructions.OfType<OnbuildInstruction>().Select(o => o.Trigger) ?? [];
        _isComplete = based?._isComplete ?? fromScratch;
        if (based is not null)
        {
            // Arguments stay for the stages above, but what the image itself carries comes before them again.
            foreach (var (name, value) in based._values.Concat(based._ofImage))
            {
                _values[name] = value;
            }

            foreach (var (name, value) in based._ofImage)
            {
                _ofImage[name] = value;
            }
        }
        else if (fromScratch)
        {
            _values["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        }
    }

    /// <summary>Instructions that the stage below left for this one (ONBUILD); they run first.</summary>
    public IEnumerable<Instruction> Triggers { get; }

    /// <summary>The stages that are built in the order of the file, each with a scope that is to be told its instructions before the next is taken.</summary>
    public static IEnumerable<(Stage Stage, StageScope Scope)> Create(
        Dockerfile file, DockerfileReferences references, IReadOnlyDictionary<string, string> buildArgs, Platform platform)
    {
        // Whatever is wrong was reported when the references were resolved.
        var global = GlobalScope.Create(file, buildArgs, platform, references.Target.Name, []);
        var scopes = new Dictionary<int, StageScope>();
        foreach (var stage in references.Stages)
        {
            var name = global.Expand(stage.From.Image.Text).Text;
            var below = file.Stages.Take(stage.Index).LastOrDefault(s => s.Name == name);
            var scope = new StageScope(file, global, buildArgs, below, below is null ? null : scopes[below.Index], name == "scratch");
            scopes.Add(stage.Index, scope);
            yield return (stage, scope);
        }
    }

    /// <summary>The word with its variables' values; null when one of them is not known, or the word cannot be read.</summary>
    public string? Expand(string word)
    {
        if (word.AsSpan().IndexOfAny("$'\"\\`") < 0)
        {
            return word;
        }

        var isKnown = true;
        try
        {
            var text = ShellLexer.Expand(word, _file.Escape, name =>
            {
                if (_values.TryGetValue(name, out var value))
                {
                    isKnown &= value is not null;
                    return value;
                }

                isKnown &= _isComplete;
                return null;
            });
            return isKnown ? text : null;
        }
        catch (ShellSyntaxException)
        {
            return null;
        }
    }

    /// <summary>Takes in what an ARG or ENV declares; other instructions say nothing about variables.</summary>
    public void Declare(Instruction instruction)
    {
        switch (instruction)
        {
            case ArgInstruction arg:
                foreach (var declared in arg.Declarations)
                {
                    Declare(declared);
                }

                break;
            case EnvInstruction env:
                // All values of one ENV see the variables as they were before it.
                foreach (var (name, value) in env.Variables.Select(v => (Expand(v.Key), Expand(v.Value))).ToArray())
                {
                    if (name is not null)
                    {
                        _values[name] = _ofImage[name] = value;
                    }
                }

                break;
        }
    }

    private void Declare(ArgDeclaration declared)
    {
        if (_buildArgs.GetValueOrDefault(declared.Name) is { } given)
        {
            _values[declared.Name] = given;
        }
        else if (declared.Default is not null)
        {
            _values[declared.Name] = Expand(declared.Default);
        }
        else if (_global.Value(declared.Name) is { } value)
        {
            _values[declared.Name] = value;
        }
    }
}
