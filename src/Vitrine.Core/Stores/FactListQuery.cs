using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Stores;

/// <summary>A question to the one list: facts of a kind, newest first.</summary>
public sealed record FactListQuery
{
    public const int MaxPerPage = 500;

    public required FactKind Kind { get; init; }
    public IReadOnlyList<DimensionFilter> Filters { get; init; } = [];

    /// <summary>The app's own id of a user.</summary>
    public string? UserId { get; init; }

    /// <summary>A user's id, username or first name, whichever matches.</summary>
    public string? User { get; init; }

    /// <summary>Messages of one conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Inclusive, microseconds.</summary>
    public long? From { get; init; }

    /// <summary>Exclusive, microseconds.</summary>
    public long? To { get; init; }

    /// <summary>Words, prefixes (<c>cast*</c>) and "phrases" of the texts; null searches nothing.</summary>
    public string? Search { get; init; }

    /// <summary>1-based. Ignored where <see cref="Cursor"/> is given.</summary>
    public int Page { get; init; } = 1;

    public int PerPage { get; init; } = 100;

    /// <summary>Facts to leave out before the page, for lists with an offset; replaces <see cref="Page"/> where given.</summary>
    public long? Offset { get; init; }

    public string? Cursor { get; init; }
}

public sealed record ConversationListQuery
{
    public string? UserId { get; init; }
    public string? Status { get; init; }
    public long? From { get; init; }
    public long? To { get; init; }
    public int Page { get; init; } = 1;
    public int PerPage { get; init; } = 100;
    public string? Cursor { get; init; }
}

public sealed record UserListQuery
{
    /// <summary>Only users with a fact at or after this time (microseconds).</summary>
    public long? ActiveSince { get; init; }

    /// <summary>A user's id, username or first name contains this.</summary>
    public string? Search { get; init; }
    public int Page { get; init; } = 1;
    public int PerPage { get; init; } = 100;
    public string? Cursor { get; init; }
}
