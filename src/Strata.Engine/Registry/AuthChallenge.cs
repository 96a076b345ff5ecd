using System.Collections.Immutable;

namespace Strata.Engine.Registry;

/// <summary>One scheme that a registry accepts, from a WWW-Authenticate header.</summary>
/// <param name="Scheme">Such as <c>Bearer</c>, as written.</param>
/// <param name="Parameters">Its parameters; names in any case.</param>
internal sealed record AuthChallenge(string Scheme, ImmutableDictionary<string, string> Parameters)
{
    private const string TokenSymbols = "!#$%&'*+-.^_`|~";

    public bool IsBearer => Is("Bearer");

    public bool IsBasic => Is("Basic");

    public string? this[string parameter] => Parameters.GetValueOrDefault(parameter);

    /// <summary>Reads the values of the header; what cannot be read ends the list.</summary>
    public static ImmutableArray<AuthChallenge> Parse(IEnumerable<string> headers) => [.. headers.SelectMany(ParseHeader)];

    private bool Is(string scheme) => string.Equals(Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    // Commas separate parameters as well as challenges: a word that no '=' follows begins a challenge.
    private static IEnumerable<AuthChallenge> ParseHeader(string text)
    {
        string? scheme = null;
        var parameters = Empty();
        var at = 0;
        while (Skip(text, ref at) && Word(text, ref at) is { Length: > 0 } word)
        {
            var next = at;
            SkipBlanks(text, ref next);
            if (next < text.Length && text[next] == '=')
            {
                at = next + 1;
                SkipBlanks(text, ref at);
                parameters[word] = at < text.Length && text[at] == '"' ? Quoted(text, ref at) : Word(text, ref at);
                continue;
            }

            if (scheme is not null)
            {
                yield return new AuthChallenge(scheme, parameters.ToImmutable());
            }

            (scheme, parameters) = (word, Empty());
        }

        if (scheme is not null)
        {
            yield return new AuthChallenge(scheme, parameters.ToImmutable());
        }
    }

    private static ImmutableDictionary<string, string>.Builder Empty() => ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);

    private static bool Skip(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or ',')
        {
            at++;
        }

        return at < text.Length;
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }
    }

    private static string Word(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || TokenSymbols.Contains(text[at])))
        {
            at++;
        }

        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            value.Append(text[at]);
        }

        at++;
        return value.ToString();
    }
}
