using System.CommandLine;
using System.IO.Compression;
using Vitrine.Server.Backup;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine backup</c>: everything that cannot be derived, in one file, while the server serves.</summary>
internal static class BackupCommand
{
    private const string StandardOutput = "-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var target = new Option<string>("--out")
        {
            Description = "The file to make; a folder that there is, where the file is named by the time; or - for standard output.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command("backup", "Writes facts, projects, accounts and keys into one .tar.gz, beside a running server or without one.") { target };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var stop = new StopSignals(cancellationToken);
            var folder = DataOption.Existing(parsed.GetRequiredValue(data));
            try
            {
                await RunAsync(launch with { DataFolder = folder }, parsed.GetRequiredValue(target), parsed.InvocationConfiguration, stop.Token);
                return ExitCodes.Success;
            }
            catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("Stopped. No backup was made.");
                return ExitCodes.Interrupted;
            }
        });
        ExampleHelp.Describe(command,
            "vitrine backup --out vitrine.tar.gz",
            "vitrine backup --data /var/lib/vitrine --out /var/backups/vitrine/",
            "vitrine backup --out - | ssh other-machine 'cat > vitrine.tar.gz'");
        return command;
    }

    private static async Task RunAsync(VitrineLaunch launch, string target, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (target == StandardOutput)
        {
            await using var standard = Console.OpenStandardOutput();
            await SayAsync(console.Error, await CopyAsync(launch, standard, cancellationToken));
            return;
        }
        var path = Path.GetFullPath(Directory.Exists(target) ? Path.Combine(target, $"vitrine-{launch.Clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.tar.gz") : target);
        if (Path.Exists(path)) throw new StartException($"There is a {path} already. Choose another name.");
        if (!Directory.Exists(Path.GetDirectoryName(path))) throw new StartException($"There is no folder {Path.GetDirectoryName(path)}.");
        // Only what is whole gets the name.
        var part = path + ".part";
        string? bucket;
        try
        {
            await using (var file = Create(part))
            {
                bucket = await CopyAsync(launch, file, cancellationToken);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, path);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
        await console.Output.WriteLineAsync($"{path}: {new FileInfo(path).Length / (1024.0 * 1024):N1} MiB");
        await SayAsync(console.Output, bucket);
    }

    private static async Task SayAsync(TextWriter output, string? bucket)
    {
        if (bucket is not null) await output.WriteLineAsync($"Pictures are not in it: they stay in the bucket {bucket}, which needs a backup of its own.");
    }

    /// <returns>The bucket that keeps the pictures, which then are not copied; else null.</returns>
    private static async Task<string?> CopyAsync(VitrineLaunch launch, Stream output, CancellationToken cancellationToken)
    {
        await using var api = await LocalApi.OpenAsync(launch, cancellationToken);
        using var response = await api.OpenAsync(HttpMethod.Post, "/internal/backup", cancellationToken);
        await using var tar = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var packed = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
        var buffer = new byte[1 << 17];
        int read;
        while ((read = await ReadAsync(tar, buffer, cancellationToken)) > 0) await packed.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        return response.Headers.TryGetValues(SendBackup.PicturesInHeader, out var names) ? names.Single() : null;
    }

    private static async Task<int> ReadAsync(Stream tar, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await tar.ReadAsync(buffer, cancellationToken);
        }
        catch (HttpIOException error)
        {
            throw new StartException("The server broke off; its log says why. No backup was made.", error);
        }
    }

    private static FileStream Create(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
