using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST021.</summary>
internal sealed class NumericUserRule() : LintRule("ST021", Severity.Warning, "USER is a number")
{
    public override ImmutableArray<string> Aliases => ["DL3066"];

    public override string Why => "Kubernetes cannot see that a user's name is not root's: with runAsNonRoot it refuses the container.";

    public override string Bad => "FROM debian:trixie\nUSER app";

    public override string Good => "FROM debian:trixie\nUSER 10001:10001";

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        if (file.Target.Find<UserInstruction>() is { } user && user.Stage.File == file
            && user.Stage.Expand(user.Instruction.User.Text).Split(':')[0] is var name && name is not ("root" or "") && !name.All(char.IsAsciiDigit))
        {
            yield return At(file, user.Instruction.User.Span, $"the image's user is the name '{name}'", "write its id, and the group's behind ':'");
        }
    }
}
