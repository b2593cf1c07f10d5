namespace Vitrine.Server.Import;

/// <summary>Chooses the reader of a file by its first bytes and its extension.</summary>
internal static class ImportSources
{
    /// <exception cref="ImportFormatException">The file is of no kind that can be read, or the options do not fit it.</exception>
    public static IImportSource Open(string path, ImportOptions options)
    {
        if (IsDatabase(path)) return new DatabaseSource(path, options);
        var file = InputFile.Open(path);
        try
        {
            if (options.Delimiter is not null || file.Extension is ".csv" or ".tsv" or ".tab") return new DelimitedSource(file, options);
            if (file.Extension is ".ndjson" or ".jsonl" or ".json" or ".log") return Lines(file, options);
            throw new ImportFormatException(
                $"\"{file.Extension}\" is no extension that Vitrine reads: .ndjson, .jsonl, .csv, .tsv (each with .gz), or a SQLite file. --delimiter reads any text file as a table.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static NdjsonSource Lines(InputFile file, ImportOptions options) => options.Columns.Count + options.MetaColumns.Count > 0
        ? throw new ImportFormatException("--map and --meta are for CSV and TSV; lines of JSON name their fields themselves.")
        : new NdjsonSource(file, options);

    private static bool IsDatabase(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> magic = stackalloc byte[16];
        return file.ReadAtLeast(magic, 16, throwOnEndOfStream: false) == 16 && magic.SequenceEqual("SQLite format 3\0"u8);
    }
}
