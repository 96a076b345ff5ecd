using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Engine.BuildKit;

/// <summary>Knows what bake refuses or silently changes.</summary>
internal static partial class BakeLimits
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>All problems of a request, in its order.</summary>
    public static ImmutableArray<Problem> Check(SolveRequest request)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!request.ContextRoot.StartsWith('/'))
        {
            problems.Add(new Problem("build context", $"'{request.ContextRoot}' is not absolute"));
        }

        foreach (var target in request.Targets)
        {
            if (!TargetName().IsMatch(target.Name))
            {
                problems.Add(new Problem(Place(target), "the name has to be of letters, digits, '-' and '_', and start with a letter or digit", "rename the image"));
            }

            if (target.Tags.IsEmpty)
            {
                problems.Add(new Problem(Place(target), "has no tag, so the engine would lose it", "give it one"));
            }

            foreach (var (name, source) in target.Contexts)
            {
                if (source is ContextSource.Target parent && !names.Contains(parent.Name))
                {
                    problems.Add(new Problem(Place(target), $"its context '{name}' is target '{parent.Name}', which does not stand before it in the request"));
                }
            }

            if (!Texts(target).All(IsText))
            {
                problems.Add(new Problem(Place(target), "a name or value holds half of a surrogate pair, which JSON cannot carry"));
            }

            if (!names.Add(target.Name))
            {
                problems.Add(new Problem(Place(target), "stands twice in one request"));
            }
        }

        return problems.ToImmutable();
    }

    private static string Place(SolveTarget target) => $"image '{target.Name}'";

    private static IEnumerable<string> Texts(SolveTarget target) =>
    [
        target.Context, target.Dockerfile, target.Stage ?? "",
        .. target.Args.Keys, .. target.Args.Values, .. target.Labels.Keys, .. target.Labels.Values, .. target.Contexts.Keys, .. target.Tags, target.CacheReference ?? "",
    ];

    private static bool IsText(string text)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]*\z")]
    private static partial Regex TargetName();
}
