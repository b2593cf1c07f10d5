using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Stores;

/// <summary>A question to the one list: facts of a kind, newest first.</summary>
public sealed record FactListQuery
{
    public const int MaxPerPage = 500;

    /// <summary>Largest page of a list that does not count its total.</summary>
    public const int MaxPerRead = 2_000;

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

    /// <summary>The id of a fact of the kind: the list goes on behind it. Replaces <see cref="Page"/>; ignored where <see cref="Cursor"/> is given.</summary>
    public string? After { get; init; }

    /// <summary>
    /// False for a list that is read to its end: the total is not counted, pages may have up to <see cref="MaxPerRead"/> items, and a page ends
    /// early, even empty, where its texts are long or what matches is far between. Only a page without a cursor is the last.
    /// </summary>
    public bool CountTotal { get; init; } = true;
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

    /// <summary>A conversation's id: the list goes on behind it. Ignored where <see cref="Cursor"/> is given.</summary>
    public string? After { get; init; }

    /// <summary>When the conversation of <see cref="After"/> had begun when it was read (microseconds); one that has moved since makes no gap then.</summary>
    public long? AfterTime { get; init; }

    /// <inheritdoc cref="FactListQuery.CountTotal"/>
    public bool CountTotal { get; init; } = true;
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

    /// <summary>A user's id: the list goes on behind them. Ignored where <see cref="Cursor"/> is given.</summary>
    public string? After { get; init; }

    /// <summary>When the user of <see cref="After"/> was first seen when they were read (microseconds); one that has moved since makes no gap then.</summary>
    public long? AfterTime { get; init; }

    /// <inheritdoc cref="FactListQuery.CountTotal"/>
    public bool CountTotal { get; init; } = true;
}
