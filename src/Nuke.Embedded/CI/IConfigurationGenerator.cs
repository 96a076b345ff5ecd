using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.CI;

/// <summary>Writes the configuration of a build server.</summary>
public interface IConfigurationGenerator
{
    /// <summary>What <c>--generate-configuration</c> is given.</summary>
    string Id { get; }

    /// <summary>What people read.</summary>
    string DisplayName { get; }

    /// <summary>The host's name.</summary>
    string HostName { get; }

    /// <summary>Written at the start of each local call on the packaged Nuke; the embedded one never does that.</summary>
    bool AutoGenerate { get; }

    /// <summary>The host's type.</summary>
    Type HostType { get; }

    /// <summary>What it writes.</summary>
    IEnumerable<AbsolutePath> GeneratedFiles { get; }

    /// <summary>Writes it.</summary>
    void Generate(IReadOnlyCollection<ExecutableTarget> executableTargets);

    /// <summary>Keeps what a later machine of the same run needs.</summary>
    void SerializeState();
}
