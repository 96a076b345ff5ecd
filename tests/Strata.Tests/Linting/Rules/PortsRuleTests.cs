namespace Strata.Tests.Linting.Rules;

public class PortsRuleTests() : RuleTests("ST072")
{
    [Test] public void Exposes_another() => Catches("=== web @81\nFROM a:1\nEXPOSE 81\nEXPOSE [|80|]");
    [Test] public void Exposes_none() => Catches("=== web @81\n[|FROM a:1|]");
    [Test] public void Checks_another() => Catches("EXPOSE 80\n[|HEALTHCHECK CMD curl -f http://localhost:8080/|]");
    [Test] public void Variable() => Catches("ENV PORT=8000\nEXPOSE 80\n[|HEALTHCHECK CMD curl -f http://127.0.0.1:${PORT}/|]");
    [Test] public void Python() => Catches("ENV PORT=8000\nEXPOSE 80\n[|HEALTHCHECK CMD [\"python3\", \"-c\", \"get('http://127.0.0.1:' + os.environ['PORT'])\"]|]");
    [Test] public void Another_path() => Catches("=== web @80 !/health\nFROM a:1\nEXPOSE 80\n[|HEALTHCHECK CMD curl -f http://localhost:80/ready|]");
    [Test] public void Check_of_the_parent() => Catches("=== base\nFROM a:1\nHEALTHCHECK CMD curl http://localhost:80/\n=== web @81\n[|FROM base|]\nEXPOSE 81");
    [Test] public void The_same() => Allows("=== web @80 !/health\nFROM a:1\nENV PORT=80\nEXPOSE $PORT/tcp\nHEALTHCHECK CMD curl -f http://localhost:${PORT}/health");
    [Test] public void Exposed_by_the_parent() => Allows("=== base\nFROM a:1\nEXPOSE 80\n=== web @80\nFROM base");
    [Test] public void Udp() => Allows("=== web @80\nFROM a:1\nEXPOSE 80 53/udp");
}
