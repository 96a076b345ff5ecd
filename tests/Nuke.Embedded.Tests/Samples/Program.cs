namespace Nuke.Embedded.Tests.Samples;

/// <summary>Starts the build class that the environment variable SAMPLE names.</summary>
public static class Program
{
    public static int Main()
    {
        var type = typeof(Program).Assembly.GetType($"{typeof(Program).Namespace}.{Environment.GetEnvironmentVariable("SAMPLE")}", throwOnError: true);
        return (int)type.GetMethod("Run").Invoke(null, null);
    }
}
