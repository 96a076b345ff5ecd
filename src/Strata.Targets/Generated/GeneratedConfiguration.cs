using Nuke.Common.CI;
using Nuke.Common.Utilities;
using Strata.Workflows;

namespace Strata.Targets.Generated;

/// <summary>Generated files as a configuration of Nuke's.</summary>
internal sealed class GeneratedConfiguration(StrataSession session, Func<StrataSession, IEnumerable<GeneratedFile>> files) : ConfigurationEntity
{
    public override void Write(CustomFileWriter writer) => GeneratedTree.Write(session.Root, files(session), session.Cancellation);
}
