using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Search;

/// <summary>Gathers what is found, each thing once, up to a limit. Whoever may see one user finds that user's things only.</summary>
internal sealed class Findings(IFactStore store, Reading reading, int limit)
{
    // More than are shown, so that a user who is called just so is not lost among newer ones whose names only contain it.
    private const int UsersLookedAt = 500;

    private readonly HashSet<(string Type, string Id)> seen = [];
    private readonly List<Finding> all = [];

    public IReadOnlyList<Finding> All => all;

    /// <summary>False where a read came back before it had looked at everything.</summary>
    public bool IsComplete { get; private set; } = true;

    private int Left => limit - all.Count;

    public async Task AddIdsAsync(string id)
    {
        foreach (var kind in FactKinds.Facts)
        {
            if (await store.FindAsync(kind, id, reading.Aborted) is { } fact && reading.MaySee(fact.Text(FactSchema.UserId))) Add(Finding.Of(fact, Finding.ById));
        }
        if (await store.FindConversationAsync(id, reading.Aborted) is { } conversation && reading.MaySee(conversation.UserId)) Add(Finding.Of(conversation));
        if (store is IEntityStore entities && await entities.FindJobAsync(id, reading.Aborted) is { } job && reading.MaySee(job.UserId)) Add(Finding.Of(job));
        if (await store.FindUserAsync(id, reading.Aborted) is { } user && reading.MaySee(user.UserId)) Add(Finding.Of(user, Finding.ById));
    }

    /// <summary>Users before texts, but no more than half of the room where there are texts to fill the rest.</summary>
    public async Task AddUsersAndTextsAsync(string text)
    {
        if (Left <= 0) return;
        var name = text.TrimStart('@');
        var users = name.Length == 0 ? [] : await UsersAsync(name);
        var texts = await TextsAsync(text);
        foreach (var user in users.OrderBy(user => IsCalled(user, name) ? 0 : 1).Take(Math.Max((Left + 1) / 2, Left - texts.Count)))
            Add(Finding.Of(user, IsNamed(user, name) ? Finding.ByName : Finding.ById));
        foreach (var fact in texts.OrderByDescending(fact => fact.Time))
            Add(Finding.Of(fact, Finding.ByText, Finding.TextOf(fact) is { } words ? TextCut.Around(words, text) : null));
    }

    private async Task<List<FactRecord>> TextsAsync(string words)
    {
        var found = new List<FactRecord>();
        foreach (var kind in new[] { FactKind.Image, FactKind.Message })
        {
            var query = new FactListQuery { Kind = kind, Search = words, UserId = reading.OnlyUser, PerPage = limit, CountTotal = false };
            found.AddRange(Looked(await store.ListAsync(query, reading.Aborted)));
        }
        return found;
    }

    private async Task<IReadOnlyList<UserRecord>> UsersAsync(string name)
    {
        if (reading.OnlyUser is { } only)
        {
            return await store.FindUserAsync(only, reading.Aborted) is { } user && (Contains(user.UserId, name) || IsNamed(user, name)) ? [user] : [];
        }
        return Looked(await store.ListUsersAsync(new UserListQuery { Search = name, PerPage = UsersLookedAt, CountTotal = false }, reading.Aborted));
    }

    private IReadOnlyList<T> Looked<T>(Page<T> page)
    {
        if (page.NextCursor is not null && page.Items.Count < page.PerPage) IsComplete = false;
        return page.Items;
    }

    private void Add(Finding finding)
    {
        if (Left > 0 && seen.Add((finding.Type, finding.Id))) all.Add(finding);
    }

    private static bool IsCalled(UserRecord user, string name) =>
        name.Equals(user.Username, StringComparison.OrdinalIgnoreCase) || name.Equals(user.FirstName, StringComparison.OrdinalIgnoreCase);

    private static bool IsNamed(UserRecord user, string name) => Contains(user.Username, name) || Contains(user.FirstName, name);

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) is true;
}
