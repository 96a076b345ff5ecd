namespace Strata.Tests.Linting.Rules;

public class NoRecommendsRuleTests() : RuleTests("ST031")
{
    [Test] public void Apt_get() => Catches("RUN apt-get [|install|] -y a");
    [Test] public void Behind_xargs() => Catches("RUN cat list | xargs apt-get [|install|] -y");
    [Test] public void In_a_heredoc() => Catches("RUN <<E\nset -e\napt-get [|install|] -y a\nE");
    [Test] public void In_a_substitution() => Catches("RUN echo \"$(apt-get [|install|] -y a)\"");
    [Test] public void Across_lines() => Catches("RUN DEBIAN_FRONTEND=noninteractive \\\n  # c\n  apt-get -q \\\n  [|install|] -y a");
    [Test] public void Given() => Allows("RUN apt-get install -y --no-install-recommends a");
    [Test] public void As_an_option() => Allows("RUN apt-get -o APT::Install-Recommends=false install -y a");
    [Test] public void Text_only() => Allows("RUN echo 'apt-get install a' # apt-get install b");
    [Test] public void Fix() => Assert.That(Fixed("RUN apt-get install -y a"), Does.EndWith("apt-get install --no-install-recommends -y a"));
}
