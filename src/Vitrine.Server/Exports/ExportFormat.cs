namespace Vitrine.Server.Exports;

/// <summary>A form in which a list is given out as a file.</summary>
/// <param name="Name">The file's extension.</param>
internal sealed record ExportFormat(string Name, string ContentType)
{
    public static readonly ExportFormat Csv = new("csv", "text/csv; charset=utf-8; header=present");
    public static readonly ExportFormat Json = new("json", "application/json; charset=utf-8");
    public static readonly ExportFormat Ndjson = new("ndjson", "application/x-ndjson; charset=utf-8");

    public static IReadOnlyList<ExportFormat> All { get; } = [Csv, Json, Ndjson];

    public static ExportFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
