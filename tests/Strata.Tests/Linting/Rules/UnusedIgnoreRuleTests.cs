namespace Strata.Tests.Linting.Rules;

public class UnusedIgnoreRuleTests() : RuleTests("ST002")
{
    [Test] public void Nothing_is_found_there() => Catches("[|# strata ignore=ST011 tests take the newest|]\nFROM python:3");
    [Test] public void Something_is_found_there() => Allows("# strata ignore=ST011 tests take the newest\nFROM python");
    [Test] public void Within_a_continued_instruction() => Allows("RUN apt-get update \\\n  # strata ignore=ST032 asks nothing\n  && apt-get install a");
}
