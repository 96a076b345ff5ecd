using System.Globalization;

namespace Strata.Dockerfiles;

/// <summary>Reads HEALTHCHECK: NONE, or CMD with its flags.</summary>
internal static class HealthcheckParser
{
    public static HealthcheckInstruction Parse(InstructionLine line, SourceSpan span)
    {
        if (!line.HasArgs)
        {
            throw line.Line.Error(line.KeywordStart, "HEALTHCHECK needs CMD or NONE");
        }

        var text = line.Line.Text;
        var end = line.ArgsStart;
        while (end < line.ArgsEnd && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        var type = text[line.ArgsStart..end].ToUpperInvariant();
        var next = LogicalLine.SkipSpace(text, end, line.ArgsEnd);
        if (type == "NONE")
        {
            return next == line.ArgsEnd
                ? new HealthcheckInstruction(span, null)
                : throw line.Line.Error(next, "HEALTHCHECK NONE takes nothing behind it");
        }

        var flags = new FlagSet(line, "interval", "timeout", "start-period", "start-interval", "retries");
        if (type != "CMD")
        {
            throw line.Line.Error(line.ArgsStart, $"expected CMD or NONE after HEALTHCHECK, got '{InstructionParser.Shorten(type)}'", "write HEALTHCHECK CMD ...");
        }

        var command = InstructionParser.Command(line, next);
        return new HealthcheckInstruction(
            span, command.Words.Length > 0 ? command : throw line.Line.Error(line.ArgsStart, "HEALTHCHECK CMD has no command behind it"))
        {
            Interval = Duration(flags.Word("interval")),
            Timeout = Duration(flags.Word("timeout")),
            StartPeriod = Duration(flags.Word("start-period")),
            StartInterval = Duration(flags.Word("start-interval")),
            Retries = Retries(flags.Word("retries")),
        };
    }

    private static TimeSpan? Duration(Word? value)
    {
        if (value is null or { Text.Length: 0 })
        {
            return null;
        }

        return GoDuration.TryParse(value.Text, out var duration) && (duration == TimeSpan.Zero || duration >= TimeSpan.FromMilliseconds(1))
            ? duration
            : throw InstructionParser.At(value, $"expected a duration of 1ms or more, such as 30s or 1m30s, got '{value}'");
    }

    private static int? Retries(Word? value)
    {
        if (value is null or { Text.Length: 0 })
        {
            return null;
        }

        return int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var retries) && retries >= 0
            ? retries
            : throw InstructionParser.At(value, $"expected a number of retries from 0, got '{value}'");
    }
}
