using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.Tooling;

// The one place where the packaged Nuke and the embedded one differ in source: tools, which the embedded runner does not carry.
namespace Strata.Targets.Images
{
    internal sealed partial class ImageProbe
    {
#if NUKE_PACKAGES
        public ITargetDefinition Requires<T>()
            where T : IRequireTool => this;

        public ITargetDefinition Requires<T>(string version)
            where T : IRequireToolWithVersion => this;

        public ITargetDefinition Requires(Expression<Func<Tool>> tool, params Expression<Func<Tool>>[] tools) => this;
#endif
    }
}

namespace Strata.Targets
{
    /// <summary>Which Nuke the build runs on.</summary>
    internal static class NukeAdapter
    {
#if NUKE_PACKAGES
        public static string Name => $"nuke {typeof(NukeBuild).Assembly.GetName().Version?.ToString(3)}";
#else
        public static string Name => "nuke 10.1.0 (embedded)";
#endif
    }
}
