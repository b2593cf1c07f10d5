namespace Vitrine.Storage.Reading;

/// <summary>Finds users by what a person would type: id, username or first name.</summary>
internal static class UserFinder
{
    private const int MaxUsers = 100;

    public static IReadOnlyList<string> IdsOf(Snapshot snapshot, string text)
    {
        var select = snapshot.Connection.Prepare("""
            select user_id from user where user_id = ?1
            union
            select user_id from user where username = ?1 collate nocase or first_name = ?1 collate nocase
            limit ?2
            """).Bind(1, text.TrimStart('@')).Bind(2, MaxUsers);
        var ids = new List<string>();
        while (select.Step()) ids.Add(select.Text(0)!);
        select.Reset();
        return ids;
    }
}
