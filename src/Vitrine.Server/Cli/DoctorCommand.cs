using System.CommandLine;
using Vitrine.Server.Local;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine doctor</c>: everything that can be checked, a line each.</summary>
internal static class DoctorCommand
{
    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var rebuild = new Option<bool>("--rebuild") { Description = "Counts rollups, counters and the search index again from the facts, before checking." };
        var command = new Command("doctor", "Checks configuration, disk, permissions, schema, and every number against a recount.") { rebuild };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            launch with { DataFolder = parsed.GetRequiredValue(data) }, parsed.GetValue(rebuild), parsed.InvocationConfiguration.Output, cancellationToken));
        ExampleHelp.Describe(command, "vitrine doctor", "vitrine doctor --data /var/lib/vitrine --rebuild");
        return command;
    }

    private static async Task<int> RunAsync(VitrineLaunch launch, bool rebuild, TextWriter output, CancellationToken cancellationToken)
    {
        var findings = FolderChecks.Run(launch).ToList();
        foreach (var finding in findings) await WriteAsync(finding);
        // Opening would make what is missing, and a doctor changes nothing unasked.
        if (!Directory.Exists(launch.DataFolder)) return ExitCodes.Failure;
        try
        {
            await using var connection = await LocalConnection.OpenAsync(launch, cancellationToken);
            var how = connection.IsToRunningServer ? "a server is running and answers" : "no server is running; opened and locked";
            await WriteAsync(new Finding("store", true, how));
            await foreach (var finding in StoreChecks.RunAsync(connection.Http, rebuild, cancellationToken))
            {
                findings.Add(finding);
                await WriteAsync(finding);
            }
        }
        catch (Exception error) when (error is StartException or HttpRequestException or Vitrine.Storage.Sqlite.SqliteException or Vitrine.Storage.Sqlite.NewerSchemaException)
        {
            findings.Add(new Finding("store", false, error.Message));
            await WriteAsync(findings[^1]);
        }
        return findings.TrueForAll(finding => finding.IsGood) ? ExitCodes.Success : ExitCodes.Failure;

        Task WriteAsync(Finding finding) => output.WriteLineAsync(finding.Line);
    }
}

/// <summary>What a check found.</summary>
internal sealed record Finding(string Subject, bool IsGood, string Sentence)
{
    public string Line => $"{(IsGood ? "ok " : "BAD")} {Subject,-16}{Sentence}";
}
