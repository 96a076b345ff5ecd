namespace Strata.Tests.Linting.Rules;

public class PipefailRuleTests() : RuleTests("ST050")
{
    [Test] public void Pipe() => Catches("RUN [|curl -f https://a|] | tar -x");
    [Test] public void Bash_without_it() => Catches("SHELL [\"/bin/bash\", \"-c\"]\nRUN [|curl a|] | tar -x");
    [Test] public void Shell() => Allows("SHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN curl a | tar -x");
    [Test] public void Shell_of_the_stage_below() => Allows("FROM a:1 AS b\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nFROM b\nRUN curl a | tar -x");
    [Test] public void Set() => Allows("RUN set -o pipefail; curl a | tar -x");
    [Test] public void Or_is_no_pipe() => Allows("RUN curl a || true");
    [Test] public void What_cannot_fail() => Allows("RUN echo a | tee b");
    [Test] public void Quoted() => Allows("RUN grep 'a|b' c");
}
