namespace Strata.Tests.Linting.Rules;

public class CopyLinkRuleTests() : RuleTests("ST060")
{
    [Test] public void From_a_stage() => Catches("FROM a:1 AS b\nFROM a:1\n[|COPY --from=b /a /app/|]");
    [Test] public void Linked() => Allows("COPY --link --from=x:1 /a /app/");
    [Test] public void Owner_by_name() => Allows("COPY --from=x:1 --chown=app /a /app/");
    [Test] public void May_be_a_symbolic_link() => Allows("COPY --from=x:1 /a /lib/a\nCOPY --from=x:1 /a /bin/");
    [Test] public void Context() => Allows("COPY a /app/");
    [Test] public void Fix() => Assert.That(Fixed("copy --from=x:1 /a /app/"), Does.EndWith("\ncopy --link --from=x:1 /a /app/"));
}
