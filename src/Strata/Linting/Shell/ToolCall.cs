using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Shell;

/// <summary>A call of a package tool, taken apart.</summary>
/// <param name="Command">The command.</param>
/// <param name="Tool"><c>apt-get</c>, <c>apt</c>, <c>pip</c>, <c>uv pip</c>, <c>uv</c>, <c>poetry</c>, <c>npm</c> and so on.</param>
/// <param name="Verb">Such as <c>install</c>.</param>
/// <param name="VerbWord">Where the verb stands.</param>
/// <param name="Options">What starts with '-', without the values behind.</param>
/// <param name="Operands">Packages or paths.</param>
internal sealed record ToolCall(
    ShellCommand Command, string Tool, string Verb, Word VerbWord, ImmutableArray<Word> Options, ImmutableArray<Word> Operands)
{
    private static readonly string[] Tools = ["apt-get", "apt", "pip", "pip3", "uv", "poetry", "npm", "yarn", "apk", "dnf", "yum", "conda"];

    private static readonly string[] AptValues = ["-o", "--option", "-c", "--config-file", "-t", "--target-release", "--default-release", "-a"];

    private static readonly string[] PythonValues =
    [
        "-r", "--requirement", "--requirements", "-c", "--constraint", "--constraints", "-e", "--editable", "-i", "--index-url", "--index", "--default-index",
        "--extra-index-url", "-f", "--find-links", "-t", "--target", "--prefix", "--root", "-p", "--python", "--cache-dir", "--link-mode", "--torch-backend",
        "--extra", "--group", "--no-group", "--only-group", "--package", "--directory", "--project", "--trusted-host", "--platform", "--python-version",
        "--abi", "--implementation", "--only-binary", "--no-binary", "--override", "--overrides", "--build-constraint", "--no-install-package",
        "--reinstall-package", "--refresh-package", "-P", "--upgrade-package", "--timeout", "--retries", "--proxy", "--log", "--python-platform",
        "--index-strategy", "--resolution", "--prerelease", "--keyring-provider", "--color", "--with", "--without", "--only",
    ];

    /// <summary>The calls of a RUN.</summary>
    public static IEnumerable<ToolCall> In(RunScript run) => run.Commands.Select(Read).OfType<ToolCall>();

    /// <summary>A call of apt-get or apt that installs.</summary>
    public bool IsAptInstall => Tool is "apt-get" or "apt" && Verb == "install";

    /// <summary>A call of pip or uv that installs what its operands and requirement files name.</summary>
    public bool IsPipInstall => Tool is "pip" or "uv pip" && Verb == "install";

    /// <summary>Whether one of the options is given, with or without '=' and a value.</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (var option in Options)
        {
            var equals = option.Text.IndexOf('=');
            if (names.Contains(equals < 0 ? option.Text : option.Text[..equals]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of an option; null when it is not given.</summary>
    public string? ValueOf(string name)
    {
        var words = Command.Words;
        for (var at = 1; at < words.Length; at++)
        {
            if (words[at].Text.StartsWith(name + "=", StringComparison.Ordinal))
            {
                return words[at].Text[(name.Length + 1)..];
            }

            if (words[at].Text == name && at + 1 < words.Length)
            {
                return words[at + 1].Text;
            }
        }

        return null;
    }

    private static ToolCall? Read(ShellCommand command)
    {
        var words = command.Words.AsSpan();
        var tool = command.Program;
        if (tool.StartsWith("python", StringComparison.Ordinal) && words.Length > 2 && words[1].Text == "-m" && words[2].Text is "pip" or "uv" or "poetry")
        {
            tool = words[2].Text;
            words = words[2..];
        }

        if (!Tools.Contains(tool))
        {
            return null;
        }

        var values = tool is "apt-get" or "apt" ? AptValues : tool is "pip" or "pip3" or "uv" or "poetry" ? PythonValues : [];
        var options = ImmutableArray.CreateBuilder<Word>();
        var others = ImmutableArray.CreateBuilder<Word>();
        for (var at = 1; at < words.Length; at++)
        {
            if (!words[at].Text.StartsWith('-'))
            {
                others.Add(words[at]);
                continue;
            }

            options.Add(words[at]);
            at += values.Contains(words[at].Text) ? 1 : 0;
        }

        if (tool == "uv" && others is [{ Text: "pip" }, _, ..])
        {
            tool = "uv pip";
            others.RemoveAt(0);
        }

        return others.Count == 0 ? null
            : new ToolCall(command, tool == "pip3" ? "pip" : tool, others[0].Text, others[0], options.ToImmutable(), [.. others.Skip(1)]);
    }
}
