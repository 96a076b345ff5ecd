namespace Strata.Testing;

/// <summary>The repository that the running tests belong to.</summary>
public static class Repository
{
    /// <summary>Its root, found upward from the tests' program: the compiler's paths of sources are replaced in deterministic builds.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run outside a repository.</exception>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Strata.slnx")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException("no Strata.slnx above the tests");
        }

        return directory.FullName;
    }
}
