using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Strata.Workflows;

/// <summary>Writes maps, lists and scalars in the order of the calls.</summary>
internal sealed class YamlMap(IEmitter emitter)
{
    /// <summary>Words that a YAML reader would take for something else than text.</summary>
    private static readonly HashSet<string> Ambiguous = new(StringComparer.OrdinalIgnoreCase) { "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n" };

    public void Document(Action content)
    {
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Body(content);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    public void Map(string key, Action content)
    {
        Key(key);
        Body(content);
    }

    public void List<T>(string key, IEnumerable<T> items, Action<T> content)
    {
        Key(key);
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var item in items)
        {
            Body(() => content(item));
        }

        emitter.Emit(new SequenceEnd());
    }

    public void ListUnlessEmpty(string key, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        Key(key);
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var value in values)
        {
            Value(value);
        }

        emitter.Emit(new SequenceEnd());
    }

    public void Scalars(string key, IEnumerable<(string Name, string Value)> pairs) => Map(key, () =>
    {
        foreach (var (name, value) in pairs)
        {
            Scalar(name, value);
        }
    });

    public void ScalarUnlessNull(string key, string? value)
    {
        if (value is not null)
        {
            Scalar(key, value);
        }
    }

    /// <summary>Text, quoted where a reader would take it for something else.</summary>
    public void Scalar(string key, string value)
    {
        Key(key);
        Value(value);
    }

    /// <summary>A number or truth value: never quoted.</summary>
    public void Plain(string key, string value)
    {
        Key(key);
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
    }

    /// <summary>Lines as they are.</summary>
    public void Block(string key, string value)
    {
        Key(key);
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, ScalarStyle.Literal, isPlainImplicit: true, isQuotedImplicit: true));
    }

    // Keys are ours: 'on' is what both forges write without quotes.
    private void Key(string key) => emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, key, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    private void Value(string value)
    {
        var isText = !Ambiguous.Contains(value) && !char.IsDigit(value[0]) && value[0] is not ('-' or '.' or '+');
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, isText ? ScalarStyle.Any : ScalarStyle.SingleQuoted, isPlainImplicit: true, isQuotedImplicit: true));
    }

    private void Body(Action content)
    {
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        content();
        emitter.Emit(new MappingEnd());
    }
}
