namespace Strata.Tests.Linting.Rules;

public class RunsAsRootRuleTests() : RuleTests("ST020")
{
    [Test] public void Root_by_name() => Catches("USER [|root|]");
    [Test] public void Root_by_id() => Catches("USER 1\nUSER [|0:0|]");
    [Test] public void Variable() => Catches("ARG WHO=root\nUSER [|$WHO|]");
    [Test] public void No_user_in_the_whole_chain() => Catches("=== web\n[|FROM debian:trixie|]");
    [Test] public void Root_of_the_parent() => Catches("=== base\nFROM a:1\n# strata ignore=ST020 children drop it\nUSER root\n=== web\n[|FROM base|]");
    [Test] public void User_of_the_parent() => Allows("=== base\nFROM a:1\nUSER 10001\n=== web\nFROM base");
    [Test] public void Root_in_a_stage_that_is_only_copied_from() => Allows("FROM a:1 AS b\nUSER root\nFROM a:1\nUSER 1\nCOPY --from=b /a /b");
    [Test] public void Alone_the_parent_is_not_known() => Allows("FROM base-ml:1");
    [Test] public void Unprivileged_upstream() => Allows("=== web\nFROM gcr.io/distroless/python3:nonroot");
    [Test] public void S6_starts_as_root() => Allows("USER root\nENTRYPOINT [\"/init\"]");
}
