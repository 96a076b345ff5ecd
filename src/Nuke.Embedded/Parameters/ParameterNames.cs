using System.Reflection;
using System.Text;

namespace Nuke.Common.Parameters;

/// <summary>What parameters are called.</summary>
internal static class ParameterNames
{
    private static readonly string[] KnownWords =
        ["DotNet", "GitHub", "GitVersion", "MSBuild", "NuGet", "ReSharper", "AppVeyor", "TeamCity", "GitLab", "SignPath", "JetBrains"];

    /// <summary>Prefix of the component and the attribute's or member's name.</summary>
    public static string Of(MemberInfo member)
    {
        var prefix = member.DeclaringType.GetCustomAttribute<ParameterPrefixAttribute>(inherit: false)?.Prefix;
        return prefix + (member.GetCustomAttribute<ParameterAttribute>().Name ?? member.Name);
    }

    /// <summary>As on the command line, without the leading dashes: <c>no-logo</c>.</summary>
    public static string Dashed(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length;)
        {
            var word = Array.Find(KnownWords, w => string.Compare(name, i, w, 0, w.Length, StringComparison.OrdinalIgnoreCase) == 0);
            if (i > 0 && (word != null || (char.IsUpper(name[i]) && char.IsLower(name[i - 1]))))
                text.Append('-');
            text.Append(name, i, word?.Length ?? 1);
            i += word?.Length ?? 1;
        }

        return text.ToString().ToLowerInvariant();
    }

    /// <summary>As in the environment: <c>NUKE_NO_LOGO</c>.</summary>
    public static string Variable(string name) => "NUKE_" + Dashed(name).Replace('-', '_').ToUpperInvariant();
}
