using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Server.Import;

namespace Vitrine.Server.Tests.Import;

/// <summary>A row as a test looks at it.</summary>
internal sealed record ReadRow(long Position, string Table, long Number, string Raw, Refusal? Fault)
{
    public JsonElement Fact => JsonDocument.Parse(Raw).RootElement;

    public string? Text(string member) => Fact.TryGetProperty(member, out var value) ? value.ToString() : null;
}

/// <summary>Reads files of a test.</summary>
internal static class Reading
{
    public const long StartedAt = 1_760_000_000_000_000;

    public static ImportOptions Options(FactKind? kind = null, string[]? map = null, string[]? meta = null, char? delimiter = null) => ImportOptions.Plain(StartedAt, kind) with
    {
        Columns = (map ?? []).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal),
        MetaColumns = (meta ?? []).ToHashSet(StringComparer.Ordinal),
        Delimiter = delimiter,
    };

    public static List<ReadRow> Rows(string path, ImportOptions options, List<string>? notes = null)
    {
        using var source = ImportSources.Open(path, options);
        var rows = source.Read().Select(row => new ReadRow(row.Position, row.Table, row.Number, Encoding.UTF8.GetString(row.Json.Span), row.Fault)).ToList();
        notes?.AddRange(source.Notes);
        return rows;
    }

    public static void WriteGzip(string path, string text)
    {
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
    }
}
