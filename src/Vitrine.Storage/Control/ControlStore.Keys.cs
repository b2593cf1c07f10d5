using Vitrine.Core.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

public sealed partial class ControlStore
{
    private const string KeyColumns =
        "id, project, kind, name, hash, last_four, requests_per_minute, created_at, created_by, expires_at, revoked_at, last_used_at";

    public async Task<bool> AddKeyAsync(ApiKey key, CancellationToken cancellationToken) =>
        await ChangeAsync($"insert into api_key ({KeyColumns}) select ?1, slug, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 from project where slug = ?2", statement => statement
            .Bind(1, key.Id).Bind(2, key.Project).Bind(3, (long)key.Kind).Bind(4, key.Name).BindBlob(5, key.Hash.Span).Bind(6, key.LastFour)
            .Bind(7, key.RequestsPerMinute).Bind(8, key.CreatedAt).Bind(9, key.CreatedBy).Bind(10, key.ExpiresAt).Bind(11, key.RevokedAt).Bind(12, key.LastUsedAt)) == 1;

    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken) =>
        ListAsync($"select {KeyColumns} from api_key order by created_at, id", ReadKey);

    public async Task<bool> RevokeKeyAsync(string project, string id, long now, CancellationToken cancellationToken) =>
        await ChangeAsync("update api_key set revoked_at = ? where project = ? and id = ? and revoked_at is null", statement => statement
            .Bind(1, now).Bind(2, project).Bind(3, id)) == 1;

    public Task NoteKeyUseAsync(IReadOnlyCollection<(string Id, long LastUsedAt)> uses, CancellationToken cancellationToken) => TransactAsync(() =>
        uses.Sum(use => Change("update api_key set last_used_at = max(coalesce(last_used_at, 0), ?) where id = ?", statement => statement
            .Bind(1, use.LastUsedAt).Bind(2, use.Id))));

    private static ApiKey ReadKey(SqliteStatement row) => new(
        row.Text(0)!, row.Text(1)!, (KeyKind)row.Int(2), row.Text(3)!, row.Bytes(4).ToArray(), row.Text(5)!, (int?)row.NullableLong(6),
        row.Long(7), row.Text(8)!, row.NullableLong(9), row.NullableLong(10), row.NullableLong(11));
}
