using System.Collections.Immutable;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Targets;

/// <summary>The secrets that images of a call are built with.</summary>
internal static class BuildSecrets
{
    /// <summary>Finds out before anything is built which of them cannot be had.</summary>
    /// <exception cref="DefinitionException">Variables are not set, or files are not there: all of them.</exception>
    public static void Check(StrataSession session, BuildPlan plan)
    {
        var missing = plan.ToBuild.SelectMany(s => s.Image.Secrets.Where(secret => !IsThere(session, secret)).Select(secret => new Problem(
            s.Image.Place,
            $"the secret '{secret.Id}' is in {secret.Source}, which is not {(secret.Variable is null ? "there" : "set")}",
            secret.Variable is null ? "write it there" : "set it"))).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            throw new DefinitionException(missing);
        }
    }

    /// <summary>The file that a definition names; absolute.</summary>
    public static string FileOf(StrataSession session, string file) => file.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), file[2..])
        : Path.GetFullPath(file, session.Root);

    private static bool IsThere(StrataSession session, BuildSecret secret) =>
        secret.Variable is { } variable ? Environment.GetEnvironmentVariable(variable) is not null : File.Exists(FileOf(session, secret.File!));
}
