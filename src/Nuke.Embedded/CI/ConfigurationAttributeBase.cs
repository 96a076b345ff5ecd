using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>Base of attributes on the build class that write the configuration of a build server.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ConfigurationAttributeBase : Attribute, IConfigurationGenerator
{
    /// <summary>The build.</summary>
    public INukeBuild Build { get; internal set; }

    /// <inheritdoc/>
    public string DisplayName => HostName + (string.IsNullOrEmpty(IdPostfix) ? "" : $" ({IdPostfix})");

    /// <inheritdoc/>
    public string HostName => HostType.Name;

    /// <inheritdoc/>
    public string Id => HostName + (string.IsNullOrEmpty(IdPostfix) ? "" : $"_{IdPostfix}");

    /// <summary>What tells several configurations of one host apart.</summary>
    public virtual string IdPostfix => "";

    /// <inheritdoc/>
    public bool AutoGenerate { get; set; } = true;

    /// <inheritdoc/>
    public abstract Type HostType { get; }

    /// <summary>The main file.</summary>
    public abstract AbsolutePath ConfigurationFile { get; }

    /// <inheritdoc/>
    public abstract IEnumerable<AbsolutePath> GeneratedFiles { get; }

    /// <summary>The targets that it is about.</summary>
    public abstract IEnumerable<string> RelevantTargetNames { get; }

    /// <summary>Targets that are left out of it.</summary>
    public abstract IEnumerable<string> IrrelevantTargetNames { get; }

    /// <summary>Makes what lines are written with.</summary>
    public abstract CustomFileWriter CreateWriter(StreamWriter streamWriter);

    /// <summary>Makes the configuration of targets with what they depend on.</summary>
    public abstract ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets);

    /// <inheritdoc/>
    public void Generate(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        var relevant = RelevantTargetNames
            .SelectMany(name => ExecutionPlanner.Plan(executableTargets, [name]))
            .Distinct()
            .Where(target => !IrrelevantTargetNames.Contains(target.Name))
            .ToList();
        var configuration = GetConfiguration(relevant);
        using var stream = CreateStream();
        var writer = CreateWriter(stream);
        writer.WriteComment($"Generated: --{GenerateBuildServerConfigurationsAttribute.Switch} {Id} --host {HostName}");
        writer.WriteLine();
        writer.Write(configuration.Write);
    }

    /// <inheritdoc/>
    public virtual void SerializeState()
    {
    }

    /// <summary>Opens the file.</summary>
    protected virtual StreamWriter CreateStream() => new(File.Open(ConfigurationFile, FileMode.Create));
}
