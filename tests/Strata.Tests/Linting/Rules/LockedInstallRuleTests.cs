namespace Strata.Tests.Linting.Rules;

public class LockedInstallRuleTests() : RuleTests("ST043")
{
    [Test] public void Uv_sync() => Catches("RUN [|uv sync --no-dev|]");
    [Test] public void Npm_install() => Catches("RUN [|npm install|]");
    [Test] public void Locked() => Allows("RUN uv sync --locked");
    [Test] public void Frozen() => Allows("RUN uv sync --frozen --no-install-project");
    [Test] public void Variable() => Allows("ENV UV_LOCKED=1\nRUN uv sync");
    [Test] public void A_tool() => Allows("RUN npm install -g npm@11");
}
