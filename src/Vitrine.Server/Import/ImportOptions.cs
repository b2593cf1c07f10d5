using Vitrine.Core.Facts;

namespace Vitrine.Server.Import;

/// <summary>How a file is to be read.</summary>
/// <param name="Kind">The kind of rows that do not say theirs.</param>
/// <param name="Columns">Column to field, for CSV and TSV.</param>
/// <param name="MetaColumns">Columns that become members of <c>meta</c>.</param>
/// <param name="Delimiter">Null: by the file's extension.</param>
/// <param name="StartedAt">Microseconds; rows without a time get it plus their row number.</param>
internal sealed record ImportOptions(
    FactKind? Kind, IReadOnlyDictionary<string, string> Columns, IReadOnlySet<string> MetaColumns, char? Delimiter, long StartedAt)
{
    public static ImportOptions Plain(long startedAt, FactKind? kind = null) =>
        new(kind, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), null, startedAt);
}
