using System.Text.Json;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Lists;

/// <summary>The shape of every list.</summary>
internal static class PageAnswer
{
    /// <summary>What every list takes beside its filters.</summary>
    public static readonly string[] Parameters = ["page", "per_page", "cursor", "project"];

    /// <param name="items">The member that holds the items.</param>
    /// <param name="cursor">As asked; a page reached by one has no number.</param>
    public static JsonAnswer Of<T>(string items, Page<T> page, string? cursor, Action<Utf8JsonWriter, T> write) => new(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray(items);
        foreach (var item in page.Items) write(writer, item);
        writer.WriteEndArray();
        writer.WriteNumber("total", page.Total);
        writer.WriteBoolean("total_is_exact", page.TotalIsExact);
        if (cursor is null) writer.WriteNumber("page", page.Number);
        else writer.WriteNull("page");
        writer.WriteNumber("per_page", page.PerPage);
        writer.WriteNumber("total_pages", page.TotalPages);
        writer.WriteString("next_cursor", page.NextCursor);
        writer.WriteEndObject();
    });

    public static Problem NotFound(string what) => Problems.NotFound.With($"There is no such {what.Replace('_', ' ')}.");

    /// <summary>Routing leaves an escaped slash as it is.</summary>
    public static string IdOf(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
