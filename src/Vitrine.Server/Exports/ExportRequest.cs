using Vitrine.Core.Facts;
using Vitrine.Server.Http;

namespace Vitrine.Server.Exports;

/// <summary>What is asked of an export beside the list's own filters.</summary>
/// <param name="Limit">Rows at most.</param>
/// <param name="After">The id of the last row that the caller has.</param>
/// <param name="AfterTime">When the user or conversation of that row began, as the row says it (microseconds).</param>
internal sealed record ExportRequest(ExportFormat Format, string FileName, int Limit, string? After, long? AfterTime, bool HasHeader, bool HasMark)
{
    private static readonly string[] OfEvery = ["limit", "cursor", "after", "project"];
    private static readonly string[] OfEntities = ["after_time"];
    private static readonly string[] OfCsv = ["header", "bom"];

    /// <summary>The parameters that an export takes beside filters.</summary>
    public static IEnumerable<string> Known(ExportFormat format, bool ofEntities) =>
        [.. OfEvery, .. ofEntities ? OfEntities : [], .. format == ExportFormat.Csv ? OfCsv : []];

    public static ExportRequest Read(Reading reading, string list, ExportFormat format)
    {
        var parameters = reading.Parameters;
        var zone = reading.Zone();
        var day = NodaTime.Instant.FromDateTimeOffset(FactTime.ToDateTimeOffset(reading.Now)).InZone(zone).Date;
        var after = parameters.Text("after");
        if (after is not null && parameters.Text("cursor") is not null) parameters.Refuse("invalid_cursor", "after", "Give either 'cursor' or 'after'.");
        return new ExportRequest(
            format, $"{reading.Project}-{list}-{day:uuuu'-'MM'-'dd}.{format.Name}", parameters.Number("limit", int.MaxValue, 1, int.MaxValue), after,
            parameters.Time("after_time", zone), parameters.Text("header") is null || parameters.Flag("header"), parameters.Flag("bom"));
    }
}
