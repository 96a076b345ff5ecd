using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>The condition behind ';' of a requirement (PEP 508), as far as it can be told for an image.</summary>
public sealed class Marker
{
    private readonly MarkerNode _root;

    private Marker(string text, MarkerNode root) => (Text, _root) = (text, root);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Reads a condition; null when it cannot be read.</summary>
    public static Marker? TryParse(string text) => new MarkerReader(text).Read() is { } root ? new Marker(text.Trim(), root) : null;

    /// <summary>Whether it holds on Linux with CPython; null when that hangs on what is not known.</summary>
    /// <param name="extras">Normalised names of the extras asked for.</param>
    /// <param name="python">The version of Python as <c>3.12</c>; null when it is not known.</param>
    /// <param name="machine">Such as <c>x86_64</c>; null when it is not known.</param>
    public bool? Holds(IReadOnlyCollection<string> extras, string? python = null, string? machine = null)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["os_name"] = "posix",
            ["sys_platform"] = "linux",
            ["platform_system"] = "Linux",
            ["platform_python_implementation"] = "CPython",
            ["implementation_name"] = "cpython",
            ["python_version"] = python,
            ["platform_machine"] = machine,
        };
        return _root.Evaluate(values, extras);
    }

    /// <summary>The condition as written.</summary>
    public override string ToString() => Text;
}

/// <summary>A part of a condition.</summary>
internal abstract record MarkerNode
{
    public abstract bool? Evaluate(IReadOnlyDictionary<string, string?> values, IReadOnlyCollection<string> extras);

    /// <summary>All of them, or one of them.</summary>
    public sealed record Group(bool IsAnd, ImmutableArray<MarkerNode> Parts) : MarkerNode
    {
        // One part that is known to decide is enough; else nothing is known while one part is not.
        public override bool? Evaluate(IReadOnlyDictionary<string, string?> values, IReadOnlyCollection<string> extras)
        {
            var known = Parts.Select(p => p.Evaluate(values, extras)).ToList();
            return known.Contains(!IsAnd) ? !IsAnd : known.Contains(null) ? null : IsAnd;
        }
    }

    /// <summary>A variable held against a text.</summary>
    public sealed record Comparison(string Variable, string Sign, string Text, bool IsTurned) : MarkerNode
    {
        public override bool? Evaluate(IReadOnlyDictionary<string, string?> values, IReadOnlyCollection<string> extras)
        {
            if (Variable == "extra")
            {
                var isAsked = extras.Contains(PackageName.Of(Text).Value);
                return Sign switch { "==" => isAsked, "!=" => !isAsked, _ => null };
            }

            if (values.GetValueOrDefault(Variable) is not { } value)
            {
                return null;
            }

            if (Sign is "in" or "not in")
            {
                return (IsTurned ? value.Contains(Text, StringComparison.Ordinal) : Text.Contains(value, StringComparison.Ordinal)) == (Sign == "in");
            }

            if (Variable == "python_version" && !IsTurned && PackageVersion.TryParse(value, out var version))
            {
                return VersionRange.TryParse(Sign + Text, out var range, out _) ? range.Contains(version) : null;
            }

            return Sign switch { "==" or "===" => value == Text, "!=" => value != Text, _ => null };
        }
    }
}
