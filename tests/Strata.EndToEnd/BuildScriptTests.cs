using System.Collections.Immutable;
using System.Runtime.Versioning;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>What <c>build.sh</c> compiles and in which way, told by the calls of a <c>dotnet</c> that only writes them down.</summary>
[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public sealed class BuildScriptTests
{
    // Compiles to an empty file, and starts one by naming it; native code to a script that names itself. LACKS: a package that the feed does not have; ENDS: programs that the runtime ends.
    private const string FakeDotnet = """
        #!/usr/bin/env bash
        [[ $1 != --version ]] || exit 0
        if [[ $1 != build && $1 != publish && $1 != restore ]]; then
          [[ -z ${ENDS:-} || $2 != --shell-completion ]] || kill -KILL $$
          [[ $2 == --shell-completion ]] || echo "ran ${1##*/build/bin/} ${*:2}"
          exit 0
        fi
        way=$1
        [[ $* != *ReadyToRun=true* ]] || way=plain
        [[ $* != *inputbubble* ]] || way=exact
        [[ $* != *PublishAot=true* ]] || way=native
        echo "$way" >> "$CALLS"
        if [[ -n ${LACKS:-} && $way == "${LACKS%% *}"* || -n ${LACKS:-} && ${LACKS%% *} == any ]]; then
          echo "build/_build.csproj : error ${LACKS#* }"
          exit 1
        fi
        out=$(dirname "$2")/bin/$STRATA_PACKAGES${VARIANT:-}/Release/net10.0
        while (( $# )); do [[ $1 != -o ]] || out=$2; shift; done
        mkdir -p "$out"
        : > "$out/_build.dll"
        printf '#!/usr/bin/env bash\n[[ $1 == --shell-completion ]] || echo "ran ${0##*/build/bin/} $*"\n' > "$out/_build"
        chmod +x "$out/_build"
        """;

    private string _root = "";

    private string Clone => Path.Combine(_root, "a clone");

    private string Calls => Path.Combine(_root, "calls");

    private string Ahead => Path.Combine(Clone, ".nuke/temp/ahead");

    [SetUp]
    public void Create()
    {
        _root = Directory.CreateTempSubdirectory("strata-script-").FullName;
        foreach (var file in new[] { "build.sh", "build/compile.sh", "build/dotnet.sh", "build/complete.sh" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Clone, file))!);
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(Clone, file));
        }

        Directory.CreateDirectory(Path.Combine(Clone, "src"));
        Directory.CreateDirectory(Path.Combine(_root, "shared/Microsoft.NETCore.App/10.0.0"));
        File.WriteAllText(Path.Combine(_root, "shared/Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll"), "");
        File.WriteAllText(Path.Combine(_root, "dotnet"), FakeDotnet);
        File.SetUnixFileMode(Path.Combine(_root, "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [TearDown]
    public void Delete() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task A_program_is_compiled_once_and_again_only_after_a_change()
    {
        Assert.That(await CallAsync(), Is.EqualTo("0 exact"));
        Assert.That(await CallAsync(), Is.EqualTo("0 "));
        File.WriteAllText(Path.Combine(Clone, "src/a.cs"), "class A;");
        Assert.That(await CallAsync(), Is.EqualTo("0 exact"));
        Assert.That(File.Exists(Ahead), Is.False, "nothing turned out to be impossible");
    }

    [TestCase("any NU1102: Unable to find package SSH.NET with version (>= 2025.1.0)", "exact")]
    [TestCase("any CS1002: ; expected", "exact")]
    public async Task What_the_sources_lack_or_say_is_told_at_once(string error, string calls)
    {
        Assert.That(await CallAsync(("LACKS", error)), Is.EqualTo($"2 {calls}"));
        Assert.That(File.Exists(Path.Combine(Clone, ".nuke/temp/compiled")), Is.False);
    }

    [Test]
    public async Task A_feed_without_a_compiler_ahead_of_time_is_remembered()
    {
        (string, string?) lacks = ("LACKS", "any NU1101: Unable to find package Microsoft.NETCore.App.Crossgen2.linux-x64");
        Assert.That(await CallAsync(lacks), Is.EqualTo("2 exact exact plain build"), "and no build without it either");
        (string, string?)[] ahead = [("LACKS", "exact NETSDK1094: Unable to optimize assemblies"), ("VARIANT", "")];
        Assert.That(await CallAsync(ahead), Is.EqualTo("0 exact exact plain"));
        Assert.That(File.ReadAllText(Ahead), Is.EqualTo("plain\n"));
        File.WriteAllText(Path.Combine(Clone, "src/a.cs"), "class A;");
        Assert.That(await CallAsync(), Is.EqualTo("0 plain"));
    }

    [Test]
    public async Task A_program_that_the_runtime_ends_is_compiled_in_another_way()
    {
        Assert.That(await CallAsync(("ENDS", "all")), Is.EqualTo("0 exact exact plain build"));
        Assert.That(File.ReadAllText(Ahead), Is.EqualTo("no\n"));
    }

    [Test]
    public async Task Native_code_is_for_who_asks_and_stays_until_a_change()
    {
        Assert.That(await CallAsync(), Is.EqualTo("0 exact"));
        Assert.That(await CallAsync(("STRATA_COMPILE", "native")), Is.EqualTo("0 native"));
        Assert.That((await RunAsync(Path.Combine(Clone, "build.sh"), ["Plan"])).Output, Is.EqualTo("ran embedded/native/_build Plan"));
        Assert.That(await CallAsync(), Is.EqualTo("0 "));
        File.WriteAllText(Path.Combine(Clone, "src/a.cs"), "class A;");
        Assert.That(await CallAsync(), Is.EqualTo("0 exact"));
    }

    [Test]
    public async Task Where_no_native_code_can_be_made_it_is_tried_once()
    {
        (string, string?)[] variables = [("STRATA_COMPILE", "native"), ("LACKS", "native : Platform linker not found")];
        Assert.That(await CallAsync(variables), Is.EqualTo("0 native exact"));
        Assert.That(await CallAsync(variables), Is.EqualTo("0 "));
        Assert.That(File.ReadAllText(Path.Combine(Clone, ".nuke/temp/compile-native.log")), Does.Contain("Platform linker"));
        Assert.That(File.Exists(Ahead), Is.False, "the runtime's ways are possible");
    }

    [TestCase("exact", "0 exact")]
    [TestCase("plain", "0 plain")]
    [TestCase("no", "0 build")]
    public async Task Way_of_compiling_may_be_asked_for(string way, string calls) => Assert.That(await CallAsync(("STRATA_COMPILE", way)), Is.EqualTo(calls));

    [Test]
    public async Task Another_variant_takes_nothing_from_the_first()
    {
        Assert.That(await CallAsync(("STRATA_SSHNET", "true"), ("VARIANT", "-sshnet")), Is.EqualTo("0 plain"));
        Assert.That(await CallAsync(), Is.EqualTo("0 exact"));
    }

    [Test]
    public async Task Calls_at_once_compile_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(Path.Combine(Clone, "build.sh"), ["Plan"])));
        Assert.That(File.ReadAllLines(Calls), Is.EqualTo(new[] { "exact" }));
    }

    [Test]
    public async Task Script_is_found_by_its_bare_name_whatever_cd_is_told_to_search()
    {
        Directory.CreateDirectory(Path.Combine(_root, "elsewhere/a clone"));
        var call = await RunAsync("bash", ["a clone/build.sh", "Plan"], _root, ("CDPATH", Path.Combine(_root, "elsewhere")));
        Assert.That(call.Output, Is.EqualTo("ran embedded/ahead/_build.dll Plan"), call.LastLines());
        Assert.That((await RunAsync("bash", ["build.sh", "Plan"], Clone)).ExitCode, Is.Zero);
    }

    [TestCase("STRATA_COMPILE")]
    [TestCase("STRATA_PACKAGES")]
    [TestCase("STRATA_SSHNET")]
    public async Task Wrong_variables_end_the_call(string variable) => Assert.That(await CallAsync((variable, "maybe")), Is.EqualTo("2 "));

    /// <summary>Calls the script.</summary>
    /// <returns>The exit code, and what was compiled: <c>0 exact</c>.</returns>
    private async Task<string> CallAsync(params (string Name, string? Value)[] variables)
    {
        File.WriteAllText(Calls, "");
        var call = await RunAsync(Path.Combine(Clone, "build.sh"), ["Plan", "--with", "a blank"], null, variables);
        Assert.That(call.Output, call.ExitCode == 0 ? Does.Match(@"/_build(\.dll)? Plan --with a blank") : Does.Not.Contain("ran "));
        return $"{call.ExitCode} {string.Join(' ', File.ReadAllLines(Calls))}";
    }

    private async Task<CommandOutput> RunAsync(string program, ImmutableArray<string> arguments, string? directory = null, params (string Name, string? Value)[] variables)
    {
        var environment = ImmutableDictionary<string, string?>.Empty
            .Add("PATH", $"{_root}:{Environment.GetEnvironmentVariable("PATH")}").Add("DOTNET_ROOT", _root).Add("CALLS", Calls)
            .Add("STRATA_PACKAGES", "embedded").Add("STRATA_SSHNET", null).Add("STRATA_COMPILE", null)
            .SetItems(variables.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        return await new LocalHost().CaptureAsync(new Command(program, arguments) { Environment = environment, WorkingDirectory = directory }, CancellationToken.None);
    }
}
