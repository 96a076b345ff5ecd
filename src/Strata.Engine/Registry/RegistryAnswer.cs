using System.Net;
using System.Net.Http.Headers;

namespace Strata.Engine.Registry;

/// <summary>A whole answer of a registry.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Content">The headers of its body.</param>
/// <param name="Body">Its body, whole.</param>
internal sealed record RegistryAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders Content, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>An answer came, but its content is not what it says of itself: damaged on the way, so another try may go better.</summary>
internal sealed class BrokenAnswerException(string what) : IOException(what);
