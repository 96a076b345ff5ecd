using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Execution;

/// <summary>Sets Serilog's static logger up: console, <c>.nuke/temp/build.log</c> and one with the date in its name, and the errors that are repeated at the end.</summary>
public static class Logging
{
    /// <summary>The level of the console.</summary>
    public static readonly LoggingLevelSwitch LevelSwitch = new(LogEventLevel.Debug);

    /// <summary>The level of the console in Nuke's words.</summary>
    public static LogLevel Level
    {
        get => LevelSwitch.MinimumLevel switch
        {
            LogEventLevel.Verbose => LogLevel.Trace,
            LogEventLevel.Debug or LogEventLevel.Information => LogLevel.Normal,
            LogEventLevel.Warning => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        set => LevelSwitch.MinimumLevel = value switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Normal => LogEventLevel.Debug,
            LogLevel.Warning => LogEventLevel.Warning,
            LogLevel.Error => LogEventLevel.Error,
            _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
        };
    }

    internal static string CurrentTarget { get; private set; } = "";

    /// <summary>Replaces Serilog's logger.</summary>
    /// <param name="build">The build; null for a console logger alone.</param>
    public static void Configure(INukeBuild build = null)
    {
        var timestamps = build?.IsOutputEnabled(DefaultOutput.Timestamps) ?? false;
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Sink(new ConsoleSink(timestamps), levelSwitch: LevelSwitch);
        if (build != null)
        {
            configuration
                .Filter.ByExcluding(e => build.Host.FilterMessage(e.MessageTemplate.Text))
                .WriteTo.Sink(new FileSink(build.TemporaryDirectory / "build.log"))
                .WriteTo.Sink(ErrorsSink.Instance, LogEventLevel.Warning);
            if (NukeBuild.IsLocalBuild)
                configuration.WriteTo.Sink(new FileSink(build.TemporaryDirectory / $"build.{DateTime.Now.ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture)}.log", isDated: true));
        }

        Log.Logger = configuration.CreateLogger();
    }

    /// <summary>Names the target whose lines follow.</summary>
    /// <returns>Disposed at its end.</returns>
    public static IDisposable SetTarget(string name) => new TargetScope(name);

    private sealed class TargetScope : IDisposable
    {
        public TargetScope(string name) => CurrentTarget = name;

        public void Dispose() => CurrentTarget = "";
    }
}
