using Vitrine.Core.Control;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Control;

public sealed partial class ControlStore
{
    private const string ProviderColumns = "name, sealed_key, model, endpoint, endpoint_id, template, updated_at, updated_by";

    public Task<IReadOnlyList<ProviderRecord>> ListProvidersAsync(CancellationToken cancellationToken) =>
        ListAsync($"select {ProviderColumns} from provider order by name", ReadProvider);

    public Task PutProviderAsync(ProviderRecord provider, CancellationToken cancellationToken) =>
        ChangeAsync($"insert or replace into provider ({ProviderColumns}) values (?, ?, ?, ?, ?, ?, ?, ?)", statement =>
        {
            statement.Bind(1, provider.Name).Bind(3, provider.Model).Bind(4, provider.Endpoint).Bind(5, provider.EndpointId).Bind(6, provider.Template)
                .Bind(7, provider.UpdatedAt).Bind(8, provider.UpdatedBy);
            if (provider.SealedKey is { } key) statement.BindBlob(2, key.Span);
            else statement.BindNull(2);
        });

    public async Task<bool> DeleteProviderAsync(string name, CancellationToken cancellationToken) =>
        await ChangeAsync("delete from provider where name = ?", statement => statement.Bind(1, name)) == 1;

    private static ProviderRecord ReadProvider(SqliteStatement row) => new(
        row.Text(0)!, row.IsNull(1) ? (ReadOnlyMemory<byte>?)null : row.Bytes(1).ToArray(), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.Long(6), row.Text(7)!);
}
