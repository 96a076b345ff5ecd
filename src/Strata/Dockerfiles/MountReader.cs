using System.Collections.Immutable;
using System.Text;

namespace Strata.Dockerfiles;

/// <summary>Reads the value of <c>--mount</c>: comma-separated fields, quoted as in CSV files.</summary>
internal static class MountReader
{
    public static Mount Read(Word value)
    {
        var options = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        foreach (var field in Fields(value.Text) ?? throw new DockerfileSyntaxException(value.Span.Offset, $"the mount '{value}' has a stray quote", "quote whole fields: \"source=a,b\""))
        {
            var equals = field.IndexOf('=');
            var key = (equals < 0 ? field : field[..equals]).ToLowerInvariant();
            var text = equals < 0 ? null : field[(equals + 1)..];
            if (key == "from" && text is not null && text.IndexOf('$') is >= 0 and var dollar && dollar < text.Length - 1)
            {
                throw new DockerfileSyntaxException(
                    value.Span.Offset, $"a mount's from takes no variables, got '{text}'", "write FROM with the variable under a stage name, and mount from that stage");
            }

            options.Add(new(key, text));
        }

        return new Mount(options.DrainToImmutable(), value.Span);
    }

    private static List<string>? Fields(string text)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        for (var at = 0; ; at++)
        {
            field.Clear();
            if (at < text.Length && text[at] == '"')
            {
                if (!ReadQuoted(text, ref at, field))
                {
                    return null;
                }
            }
            else
            {
                for (; at < text.Length && text[at] != ','; at++)
                {
                    if (text[at] == '"')
                    {
                        return null;
                    }

                    field.Append(text[at]);
                }
            }

            fields.Add(field.ToString());
            if (at >= text.Length)
            {
                return fields;
            }
        }
    }

    private static bool ReadQuoted(string text, ref int at, StringBuilder field)
    {
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                field.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append(text[at++]);
            }
            else
            {
                at++;
                return at == text.Length || text[at] == ',';
            }
        }

        return false;
    }
}
