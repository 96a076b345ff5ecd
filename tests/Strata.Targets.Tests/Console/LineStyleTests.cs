using Strata.Targets.Console;

namespace Strata.Targets.Tests.Console;

public sealed class LineStyleTests
{
    [TestCase("TERM=xterm", false, true)]
    [TestCase("TERM=xterm", true, false)]
    [TestCase("TERM=dumb", false, false)]
    [TestCase("", false, false)]
    [TestCase("TERM=xterm NO_COLOR=1", false, false)]
    [TestCase("TERM=xterm NO_COLOR=", false, true)]
    [TestCase("FORCE_COLOR=1", true, true)]
    [TestCase("TERM=xterm FORCE_COLOR=0", true, false)]
    [TestCase("TERM=xterm FORCE_COLOR=1 NO_COLOR=1", false, false)]
    public void Colours_are_where_they_are_wanted(string environment, bool isRedirected, bool expected)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        Assert.That(LineStyle.Of(isRedirected, name => variables.GetValueOrDefault(name)).HasColour, Is.EqualTo(expected));
    }
}
