using Vitrine.Server.Import;

namespace Vitrine.Server.Cli;

/// <summary>Imports file after file, and tells people how each of them went.</summary>
internal sealed class ImportFiles(
    IImportTarget target, ImportMemory memory, ImportOptions options, string how, TextWriter output, TextWriter errors, TimeProvider clock)
{
    private bool refusedFileUsed;

    /// <returns>True where rows were refused.</returns>
    public async Task<bool> ImportAsync(string path, string? refusedPath, CancellationToken cancellationToken)
    {
        var from = memory.Recall(path, how);
        var name = Path.GetFileName(path);
        var line = new ProgressLine(errors, ReferenceEquals(errors, Console.Error) && !Console.IsErrorRedirected, clock);
        using var source = ImportSources.Open(path, options with { StartedAt = from.StartedAt });
        // Several files share the file that was asked for; only the first may begin it anew.
        using var refused = new RefusedFile(refusedPath ?? path + ".refused.ndjson", append: from.Position > 0 || (refusedPath is not null && refusedFileUsed));
        if (from.Position > 0) await errors.WriteLineAsync($"{name}: going on behind row {from.Position:N0}.");
        var run = new ImportRun(source, target, refused, name)
        {
            Acknowledged = progress =>
            {
                memory.Keep(progress, how);
                line.Show(name, source.Fraction, progress.Position);
            },
        };
        ImportProgress end;
        try
        {
            end = await run.RunAsync(from, cancellationToken);
        }
        finally
        {
            line.Clear();
        }
        memory.Forget(end, how);
        refusedFileUsed |= end.Refused > 0;
        foreach (var note in source.Notes) await errors.WriteLineAsync($"{name}: {note}");
        await output.WriteLineAsync(
            $"{name}: {end.Stored:N0} stored, {end.Duplicates:N0} duplicate, {end.Refused:N0} refused in {line.Elapsed.TotalSeconds:0.0} s ({line.Rate(end.Position - from.Position):N0} rows a second)");
        if (end.Refused > 0) await output.WriteLineAsync($"{name}: the refused rows and why are in {refused.Path}");
        return end.Refused > 0;
    }
}
