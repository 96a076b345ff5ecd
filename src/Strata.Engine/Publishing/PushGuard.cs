using Strata.Engine.Supplies;
using Strata.Graph;

namespace Strata.Engine.Publishing;

/// <summary>Keeps out of registries what nobody asked for.</summary>
public static class PushGuard
{
    /// <summary>Images from Debian's packages are pushed only when the user asked for that supply by name: others would take them for those from Docker Hub.</summary>
    /// <exception cref="DefinitionException">The supply was chosen automatically, and it is Debian.</exception>
    public static void Check(ChosenSupply supply)
    {
        if (supply is { IsAutomatic: true, Supply: Supply.Debian })
        {
            throw new DefinitionException(new Problem(
                "push", $"the supply is debian only because {supply.Why}, and such images are not pushed", "say --supply Debian if they are meant to be, or open the way to Docker Hub and PyPI"));
        }
    }
}
