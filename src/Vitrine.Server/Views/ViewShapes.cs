using System.Text;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;

namespace Vitrine.Server.Views;

/// <summary>What a view is to be; of one that there is, what is absent stays.</summary>
/// <param name="Name">From 1 to 128 characters.</param>
/// <param name="Page">Which page shows it, as explore or images.</param>
/// <param name="Query">The page's query string, 4 KiB at most.</param>
/// <param name="Pinned">Whether the overview shows it.</param>
internal sealed record ViewRequest(string? Name, string? Page, string? Query, bool? Pinned)
{
    private const int MaxNameLength = 128;
    private const int MaxPageLength = 32;
    private const int MaxQueryBytes = 4096;

    /// <summary>The view with what is asked; or why not.</summary>
    public (SavedView? View, Problem? Problem) ApplyTo(SavedView view)
    {
        var name = Name?.Trim() ?? view.Name;
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl)) return (null, Problems.InvalidValue.With($"name has from 1 to {MaxNameLength} characters.", "name"));
        var page = Page ?? view.Page;
        if (page.Length is 0 or > MaxPageLength || !page.All(letter => char.IsAsciiLetterLower(letter) || letter == '-'))
            return (null, Problems.InvalidValue.With($"page has from 1 to {MaxPageLength} lower-case letters and hyphens.", "page"));
        var query = (Query ?? view.Query).TrimStart('?');
        if (query.Any(char.IsControl)) return (null, Problems.InvalidValue.With("query is no query string.", "query"));
        if (Encoding.UTF8.GetByteCount(query) > MaxQueryBytes) return (null, Problems.TooLong.With($"query has at most {MaxQueryBytes} bytes.", "query"));
        return (view with { Name = name, Page = page, Query = query, IsPinned = Pinned ?? view.IsPinned }, null);
    }
}

internal sealed record ViewAnswer(string Id, string Name, string Page, string Query, bool Pinned, string CreatedBy, string CreatedAt, string UpdatedAt)
{
    public static ViewAnswer From(SavedView view) => new(
        view.Id, view.Name, view.Page, view.Query, view.IsPinned, view.CreatedBy, FactTime.ToWire(view.CreatedAt), FactTime.ToWire(view.UpdatedAt));
}

internal sealed record ViewsAnswer(IReadOnlyList<ViewAnswer> Views);
