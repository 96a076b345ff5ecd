using System.Net;
using System.Net.Http.Headers;

namespace Strata.Engine.Registry;

/// <summary>Says how long to wait before a call is tried again.</summary>
/// <param name="limits">How often and how long.</param>
/// <param name="clock">The clock of Retry-After's dates.</param>
internal sealed class Retrying(RegistryLimits limits, TimeProvider clock)
{
    private TimeSpan _waited;
    private int _tries = 1;

    /// <summary>Whether an answer says that another try may go better.</summary>
    public static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>Waits; false, at once, when patience is at its end.</summary>
    /// <param name="asked">What the registry asks for; null when it says nothing.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<bool> WaitAsync(RetryConditionHeaderValue? asked, CancellationToken cancellation)
    {
        var wait = Next(asked);
        if (_tries >= limits.Tries || _waited + wait > limits.Waiting)
        {
            return false;
        }

        _tries++;
        _waited += wait;
        await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
        return true;
    }

    // Many clients are turned away at once: without jitter they would all come back at once. Never earlier than asked.
    private TimeSpan Next(RetryConditionHeaderValue? asked)
    {
        var own = limits.FirstWait * Math.Pow(2, _tries - 1) * (0.5 + Random.Shared.NextDouble() / 2);
        var wanted = asked?.Delta ?? (asked?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wanted is { } least && least > TimeSpan.Zero ? least + own / 2 : own;
    }
}
