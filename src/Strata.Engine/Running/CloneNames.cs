using System.Security.Cryptography;
using System.Text;

namespace Strata.Engine.Running;

/// <summary>What containers, volumes and the network of one clone are called, so that two clones on one machine do not meet.</summary>
public sealed class CloneNames
{
    private const int LongestFolder = 24;

    /// <summary>Names of a clone.</summary>
    /// <param name="root">The repository root; absolute.</param>
    public CloneNames(string root)
    {
        Root = root.TrimEnd('/', '\\');
        var folder = string.Concat(Path.GetFileName(Root).ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Take(LongestFolder));
        Id = $"strata-{(folder.Length == 0 ? "clone" : folder)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..6]}";
    }

    /// <summary>The repository root.</summary>
    public string Root { get; }

    /// <summary>What all names begin with, and the value of the label <see cref="ContainerLabels.Clone"/>.</summary>
    public string Id { get; }

    /// <summary>The network that the clone's services share, where the engine has more than its host's.</summary>
    public string Network => Id;

    /// <summary>The container of a service.</summary>
    public string Container(string image) => $"{Id}-{image}";

    /// <summary>The volume that a service has at a path.</summary>
    public string Volume(string image, string path) => $"{Id}-{image}{path.Replace('/', '-')}";

    /// <summary>A volume that several services share.</summary>
    public string SharedVolume(string name) => $"{Id}-{name}";
}
