using System.Text.RegularExpressions;

namespace Strata.Graph.Checks;

/// <summary>How containers run: paths, variables, requests, reasons, and what services need of each other.</summary>
internal static partial class ContainerChecks
{
    public static IEnumerable<Problem> Check(ImageSheet sheet, GraphSheets graph) =>
        Paths(sheet).Concat(Variables(sheet)).Concat(Reasons(sheet)).Concat(Proofs(sheet)).Concat(Needs(sheet, graph));

    /// <summary>No service needs itself, directly or through others.</summary>
    public static IEnumerable<Problem> CheckCycles(GraphSheets graph)
    {
        var started = new HashSet<string>(StringComparer.Ordinal);
        bool isProgress;
        do
        {
            isProgress = false;
            foreach (var sheet in graph.Sheets.Where(s => s.Image.Container.Needs.All(n => started.Contains(n.Service) || !graph.ByName.ContainsKey(n.Service))))
            {
                isProgress |= started.Add(sheet.Image.Name);
            }
        }
        while (isProgress);

        // What is left needs a cycle or stands on one; one problem names them.
        var left = graph.ByName.Values.Where(s => !started.Contains(s.Image.Name)).OrderBy(s => s.Index).ToArray();
        return left.Length == 0
            ? []
            : [left[0].Problem($"services need each other before any of them can start: {string.Join(", ", left.Select(s => s.Image.Name))}", "take one of these .Needs(...) away")];
    }

    private static IEnumerable<Problem> Paths(ImageSheet sheet)
    {
        var container = sheet.Image.Container;
        var paths = container.Volumes.Concat(container.Tmpfs.Select(t => t.Path)).ToArray();
        foreach (var path in paths.Where(p => !AbsolutePath().IsMatch(p) || p.Split('/').Any(part => part is "." or "..")))
        {
            yield return sheet.Problem($"'{path}' is no directory that can be mounted", "write an absolute path below '/', such as '/config', without ':' and ','");
        }

        foreach (var name in container.SharedVolumes.Values.Where(n => !NameChecks.IsValid(n)))
        {
            yield return sheet.Problem($"'{name}' is no name of a volume", "use lower-case letters and digits, with single '-' or '_' between them");
        }

        foreach (var path in paths.GroupBy(p => p, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return sheet.Problem($"'{path.Key}' is mounted twice", "declare it once, as volume or as tmpfs");
        }
    }

    private static IEnumerable<Problem> Variables(ImageSheet sheet)
    {
        var container = sheet.Image.Container;
        var names = container.Environment.Keys
            .Concat(container.Needs.Select(n => n.Variable).OfType<string>())
            .Concat(container.External.Select(e => e.Variable))
            .ToArray();
        foreach (var name in names.Concat(container.Listen.Keys).Where(n => !VariableName().IsMatch(n)))
        {
            yield return sheet.Problem($"'{name}' is no name of a variable", "use letters, digits and '_', and no digit first");
        }

        foreach (var name in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return sheet.Problem($"the variable '{name.Key}' is given twice", "say once what it holds");
        }

        var ports = sheet.Image.Ports.Select(p => $"port:{p.Container}").Append("host").Append("port").ToArray();
        foreach (var (variable, value) in container.Listen.Where(_ => !sheet.Image.Ports.IsEmpty))
        {
            foreach (var unknown in Placeholder().Matches(value).Select(m => m.Groups[1].Value).Where(p => !ports.Contains(p)))
            {
                yield return sheet.Problem($"'{{{unknown}}}' in the variable '{variable}' stands for nothing", Spelling.Suggestion(unknown, ports) ?? $"use {{{string.Join("}, {", ports)}}}");
            }
        }
    }

    private static IEnumerable<Problem> Reasons(ImageSheet sheet)
    {
        var container = sheet.Image.Container;
        if (container.RootBecause is { } root && string.IsNullOrWhiteSpace(root))
        {
            yield return sheet.Problem("it starts as root and nobody says why", "give .RunsAsRoot(...) the reason");
        }

        if (container.WritableBecause is { } writable && string.IsNullOrWhiteSpace(writable))
        {
            yield return sheet.Problem("its root file system is writable and nobody says why", "give .Writable(...) the reason, or mount what has to be written with .Volume(...) or .Tmpfs(...)");
        }
    }

    private static IEnumerable<Problem> Proofs(ImageSheet sheet)
    {
        var (image, container) = (sheet.Image, sheet.Image.Container);
        foreach (var smoke in container.Smokes)
        {
            if (!smoke.Path.StartsWith('/') || smoke.Status is < 100 or > 599 || !Method().IsMatch(smoke.Method))
            {
                yield return sheet.Problem($"the smoke request '{smoke}' with the status '{smoke.Status}' can be answered by nobody", "write a path from '/', a method in capitals, and a status from 100 to 599");
            }

            if (smoke.Port is { } port ? image.Ports.All(p => p.Container != port) : image.Ports.IsEmpty)
            {
                yield return sheet.Problem($"the smoke request '{smoke}' asks {(smoke.Port is null ? "a service without a port" : $"port '{smoke.Port}', which the definition does not have")}", "add .Port(...)");
            }
        }

        if (container.Checks.Any(string.IsNullOrWhiteSpace))
        {
            yield return sheet.Problem("a check has no command", "give .Check(...) a command for sh");
        }

        if (image.IsVerified && !image.CanBeVerified)
        {
            yield return sheet.Problem("it has to be verified before its children are built, and nothing says how", "add .Check(...), or .Port(...) with .Health(...) or .Smoke(...)");
        }
    }

    private static IEnumerable<Problem> Needs(ImageSheet sheet, GraphSheets graph)
    {
        foreach (var need in sheet.Image.Container.Needs)
        {
            if (!graph.ByName.TryGetValue(need.Service, out var service))
            {
                yield return sheet.Problem($"it needs '{need.Service}', which is no image of the graph", Spelling.Suggestion(need.Service, graph.ByName.Keys));
            }
            else if (service.Image.Ports.IsEmpty)
            {
                yield return sheet.Problem($"it needs '{need.Service}', which is no service", $"give {need.Service} a port with .Port(...)");
            }
        }
    }

    [GeneratedRegex(@"\A(/[^/:,\s]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\A[A-Z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Method();
}
