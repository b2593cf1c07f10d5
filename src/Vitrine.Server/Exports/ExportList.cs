using System.Text.Json;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Exports;

/// <summary>A list as an export sees it: read on by cursor, each item a JSON object with the same members.</summary>
/// <param name="Read">At most so many items behind a cursor; null is the beginning. Each read is a moment of its own.</param>
/// <param name="Write">Writes an item as the list does.</param>
/// <param name="Blank">Any item, for the names of its members.</param>
/// <param name="IsJson">True for members that may hold any JSON.</param>
internal sealed record ExportList<T>(
    Func<string?, int, CancellationToken, Task<Page<T>>> Read, Action<Utf8JsonWriter, T> Write, T Blank, Func<string, bool> IsJson);
