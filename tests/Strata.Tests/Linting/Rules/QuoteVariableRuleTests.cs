namespace Strata.Tests.Linting.Rules;

public class QuoteVariableRuleTests() : RuleTests("ST058")
{
    [Test] public void Empty() => Catches("ARG D\nRUN rm -rf [|$D/*|]");
    [Test] public void Blanks() => Catches("ENV D=\"/a b\"\nRUN mkdir -p [|${D}|]");
    [Test] public void Of_the_parent() => Catches("=== base\nFROM debian:trixie\nENV D=\"/a b\"\n=== web\nFROM base\nRUN cd [|$D|]");
    [Test] public void In_a_heredoc() => Catches("ARG D\nRUN <<E\nrm -r [|$D|]\nE");
    [Test] public void Quoted() => Allows("ARG D\nRUN rm -rf \"$D\"/* \"${D}\" '$D' \\$D");
    [Test] public void Plain_value() => Allows("ARG D=/var/cache\nENV E=/x\nRUN rm -rf $D/* ${E}");
    [Test] public void Global_value() => Allows("ARG D=/x\nFROM debian:trixie\nARG D\nRUN rm -rf $D");
    [Test] public void Lists_are_meant_to_be_split() => Allows("ARG PACKAGES\nRUN apt-get install --yes $PACKAGES && pip install $PACKAGES");
    [Test] public void Set_by_the_script() => Allows("ARG D\nRUN D=$(mktemp -d) && rm -rf $D && for D in a b; do rm $D; done");
    [Test] public void Checked_by_the_script() => Allows("ARG D\nRUN : ${D:?} && rm -rf $D");
    [Test] public void Of_BuildKit() => Allows("ARG TARGETARCH\nRUN cp /bin/$TARGETARCH/x /x");
    [Test] public void Of_the_shell() => Allows("RUN rm -rf $TMPDIR");
    [Test] public void Json() => Allows("ARG D\nRUN [\"rm\", \"-rf\", \"$D\"]");
}
