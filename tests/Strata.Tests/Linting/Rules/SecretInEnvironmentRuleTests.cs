namespace Strata.Tests.Linting.Rules;

public class SecretInEnvironmentRuleTests() : RuleTests("ST023")
{
    [Test] public void Arg() => Catches("ARG [|HF_TOKEN|]");
    [Test] public void Global_arg() => Catches("ARG [|PASSWORD=x|]\nFROM a:1");
    [Test] public void Env() => Catches("ENV A=b [|AWS_SECRET_ACCESS_KEY=abc|]");
    [Test] public void Path_to_it() => Allows("ENV DB_PASSWORD_FILE=/run/secrets/db TOKEN=/run/secrets/t SSH_AUTH_SOCK=/run/ssh");
    [Test] public void Other_names() => Allows("ENV TOKENIZERS_PARALLELISM=false MONKEY=1 PYTHON_GPG_KEY=A MAX_TOKENS=5 KEYBOARD=us");
    [Test] public void Empty() => Allows("ENV API_KEY=\"\"");
}
