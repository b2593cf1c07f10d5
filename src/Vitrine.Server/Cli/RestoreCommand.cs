using System.CommandLine;
using Vitrine.Server.Backup;
using Vitrine.Server.Local;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine restore</c>: a backup into a folder of its own, checked like by <c>doctor</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "What backup made." }.AcceptExistingOnly();
        var command = new Command("restore", "Restores a backup into a new or empty folder, and checks every number.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var stop = new StopSignals(cancellationToken);
            var folder = parsed.GetRequiredValue(data);
            var output = parsed.InvocationConfiguration.Output;
            try
            {
                await using (var archive = parsed.GetRequiredValue(file).OpenRead())
                {
                    var manifest = await RestoreFolder.FillAsync(folder, archive, stop.Token);
                    await output.WriteLineAsync($"Restored {manifest.Files.Count} files of {manifest.CreatedAt:u} into {Path.GetFullPath(folder)}.");
                    if (manifest.PicturesIn is { } bucket) await output.WriteLineAsync($"Its pictures were not in it: they are in the bucket {bucket}. Start with the same Blobs:Store and S3 settings.");
                }
                return await CheckAsync(launch with { DataFolder = folder }, output, stop.Token);
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("Stopped.");
                return ExitCodes.Interrupted;
            }
        });
        ExampleHelp.Describe(command, "vitrine restore vitrine.tar.gz --data /var/lib/vitrine", "vitrine restore vitrine.tar.gz --data /tmp/drill");
        return command;
    }

    private static async Task<int> CheckAsync(VitrineLaunch launch, TextWriter output, CancellationToken cancellationToken)
    {
        var isGood = true;
        await using var connection = await LocalConnection.OpenAsync(launch, cancellationToken);
        await foreach (var finding in StoreChecks.RunAsync(connection.Http, rebuild: false, cancellationToken))
        {
            await output.WriteLineAsync(finding.Line);
            isGood &= finding.IsGood;
        }
        return isGood ? ExitCodes.Success : ExitCodes.Failure;
    }
}
