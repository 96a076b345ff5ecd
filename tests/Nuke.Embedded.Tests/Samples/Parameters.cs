using System.ComponentModel;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Embedded.Tests.Samples;

public enum Colour
{
    Red,
    Green,
}

[TypeConverter(typeof(TypeConverter<Flavour>))]
public class Flavour : Enumeration
{
    public static Flavour Sweet = new() { Value = nameof(Sweet) };
    public static Flavour Sour = new() { Value = nameof(Sour) };
}

[ParameterPrefix("Db")]
public interface IHazDatabase : INukeBuild
{
    [Parameter("The server")] string Server => TryGetValue(() => Server) ?? "none";

    [Parameter] int Port => TryGetValue<int?>(() => Port) ?? 5432;

    [Parameter] string[] Remote => TryGetValue(() => Remote);
}

/// <summary>A parameter of each type; says their values.</summary>
public class Parameters : SampleBuild, IHazDatabase
{
    [Parameter] readonly string SomeText;

    [Parameter] readonly bool SomeSwitch;

    [Parameter] readonly int? Number;

    [Parameter] readonly int WithDefault = 7;

    [Parameter] readonly Colour? Colour;

    [Parameter] readonly Flavour Flavour;

    [Parameter] readonly AbsolutePath Folder;

    [Parameter] readonly string[] Words;

    [Parameter(Separator = ",")] readonly int[] Numbers;

    [Parameter(Name = "Renamed")] readonly string Original;

    [Parameter] string GetOnly { get; }

    [Parameter] [Secret] readonly string ApiKey;

    public static int Run() => Execute<Parameters>(b => b.Show);

    public Target Show => _ => _.Executes(() =>
    {
        Value(nameof(SomeText), SomeText);
        Value(nameof(SomeSwitch), SomeSwitch);
        Value(nameof(Number), Number);
        Value(nameof(WithDefault), WithDefault);
        Value(nameof(Colour), Colour);
        Value(nameof(Flavour), Flavour);
        Value(nameof(Folder), Folder);
        Value(nameof(Words), Words == null ? null : $"[{string.Join("|", Words)}]");
        Value(nameof(Numbers), Numbers == null ? null : $"[{string.Join("|", Numbers)}]");
        Value(nameof(Original), Original);
        Value(nameof(GetOnly), GetOnly);
        Value(nameof(ApiKey), ApiKey);
        var database = (IHazDatabase)this;
        Value("DbServer", database.Server);
        Value("DbPort", database.Port);
        Value("DbRemote", database.Remote == null ? null : $"[{string.Join("|", database.Remote)}]");
        Value("Verbosity", Verbosity);
        Value("Root", RootDirectory);
    });

    private static void Value(string name, object value) => Console.WriteLine($"value {name} = {value ?? "null"}");
}
