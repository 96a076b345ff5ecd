namespace Strata.Tests.Linting.Rules;

public class AptUpdateRuleTests() : RuleTests("ST035")
{
    [Test] public void In_another_run() => Catches("RUN apt-get update\nRUN [|apt-get install -y a|]");
    [Test] public void Together() => Allows("RUN apt-get update && apt-get install -y a");
    [Test] public void In_a_heredoc() => Allows("RUN <<E\napt-get update\napt-get install -y a\nE");
    [Test] public void A_file_needs_no_lists() => Allows("RUN apt-get install -y /tmp/a.deb");
}
