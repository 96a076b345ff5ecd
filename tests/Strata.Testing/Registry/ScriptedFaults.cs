namespace Strata.Testing.Registry;

/// <summary>The requests that a test wants to go wrong.</summary>
internal sealed class ScriptedFaults
{
    private readonly List<(string Method, string PathEnd, RegistryFault Fault, int Left)> _faults = [];

    /// <summary>Lets the next requests go wrong that have this method and whose path ends so.</summary>
    public void Add(string method, string pathEnd, RegistryFault fault, int times)
    {
        lock (_faults)
        {
            _faults.Add((method, pathEnd, fault, times));
        }
    }

    /// <summary>Lets nothing go wrong any more.</summary>
    public void Clear()
    {
        lock (_faults)
        {
            _faults.Clear();
        }
    }

    /// <summary>What goes wrong with a request, which counts as one of its times; null when nothing does.</summary>
    public RegistryFault? Take(string method, string path)
    {
        lock (_faults)
        {
            var at = _faults.FindIndex(f => f.Method == method && path.EndsWith(f.PathEnd, StringComparison.Ordinal));
            if (at < 0)
            {
                return null;
            }

            var (_, _, fault, left) = _faults[at];
            _faults[at] = _faults[at] with { Left = left - 1 };
            if (left == 1)
            {
                _faults.RemoveAt(at);
            }

            return fault;
        }
    }
}
