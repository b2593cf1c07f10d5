using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage;

public sealed partial class SqliteFactStore
{
    private const string JobColumns = """
        id, status, user_id, persona_id, dataset_id, provider, model, prompt, image_id, error, ext, request, pending_fact, created_at, updated_at, of_app, timeout,
        provider_job_id, callback_hash, callback_expires_at
        """;
    private const string CallbackColumns = "job_id, outcome, report, received_at, attempts, due_at";

    /// <inheritdoc />
    public Task PutJobAsync(ImageJob job, CancellationToken cancellationToken) => ChangeAsync(() => Put(job), cancellationToken);

    /// <inheritdoc />
    public async Task<ImageJob?> AddJobAsync(ImageJob job, CancellationToken cancellationToken)
    {
        ImageJob? there = null;
        await TransactAsync(
            () =>
            {
                there = FindJob(job.Id);
                if (there is null) Put(job);
            },
            cancellationToken);
        return there;
    }

    /// <inheritdoc />
    public async Task<(ImageJob Job, bool IsChanged)?> ChangeJobAsync(string id, Func<ImageJob, ImageJob?> change, CancellationToken cancellationToken)
    {
        (ImageJob, bool)? outcome = null;
        await TransactAsync(
            () =>
            {
                if (FindJob(id) is not { } job) return;
                var changed = change(job);
                if (changed is not null) Put(changed);
                outcome = (changed ?? job, changed is not null);
            },
            cancellationToken);
        return outcome;
    }

    /// <inheritdoc />
    public Task<ImageJob?> FindJobAsync(string id, CancellationToken cancellationToken) =>
        FindRowAsync($"select {JobColumns} from image_job where id = ?1", id, ReadJob, cancellationToken);

    /// <inheritdoc />
    public Task<ImageJob?> FindJobByCallbackAsync(string callbackHash, CancellationToken cancellationToken) =>
        FindRowAsync($"select {JobColumns} from image_job where callback_hash = ?1", callbackHash, ReadJob, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<ImageJob>> ListJobsAsync(JobListQuery query, CancellationToken cancellationToken) => ListRowsAsync(
        $"""
        select {JobColumns} from image_job
        where (?1 is null or status = ?1) and (?2 is null or user_id = ?2)
            and (?3 is null or (created_at, id) < (select created_at, id from image_job where id = ?3))
        order by created_at desc, id desc limit ?4
        """,
        ReadJob, cancellationToken, statement => statement.Bind(1, query.Status).Bind(2, query.UserId).Bind(3, query.Before).Bind(4, query.Limit));

    /// <inheritdoc />
    public Task<IReadOnlyList<ImageJob>> ListPendingJobsAsync(int limit, CancellationToken cancellationToken) => ListRowsAsync(
        $"select {JobColumns} from image_job where pending_fact is not null order by updated_at limit ?1",
        ReadJob, cancellationToken, statement => statement.Bind(1, limit));

    /// <inheritdoc />
    public Task<IReadOnlyList<ImageJob>> ListStuckJobsAsync(long now, long timeout, int limit, CancellationToken cancellationToken) => ListRowsAsync(
        $"""
        select {JobColumns} from image_job
        where status in ('queued', 'running') and updated_at + min(ifnull(timeout, ?2), ?2) <= ?1
            and not exists (select 1 from job_callback where job_id = image_job.id)
        order by updated_at limit ?3
        """,
        ReadJob, cancellationToken, statement => statement.Bind(1, now).Bind(2, timeout).Bind(3, limit));

    /// <inheritdoc />
    public Task AddCallbackAsync(JobCallback callback, CancellationToken cancellationToken) => ChangeAsync(
        () =>
        {
            var insert = connection.Prepare($"insert into job_callback ({CallbackColumns}, picture) values (?1, ?2, ?3, ?4, ?5, ?6, ?7) on conflict do nothing")
                .Bind(1, callback.JobId).Bind(2, callback.Outcome).Bind(3, callback.Report).Bind(4, callback.ReceivedAt).Bind(5, callback.Attempts).Bind(6, callback.DueAt);
            (callback.Picture is { } picture ? insert.BindBlob(7, picture.Span) : insert.BindNull(7)).Run();
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<JobCallback>> ListDueCallbacksAsync(long now, int limit, CancellationToken cancellationToken) => ListRowsAsync(
        $"select {CallbackColumns}, null from job_callback where due_at <= ?1 order by due_at, received_at limit ?2",
        ReadCallback, cancellationToken, statement => statement.Bind(1, now).Bind(2, limit));

    /// <inheritdoc />
    public async Task<long?> FindNextCallbackAsync(CancellationToken cancellationToken) =>
        (await ListRowsAsync("select min(due_at) from job_callback", row => row.NullableLong(0), cancellationToken))[0];

    /// <inheritdoc />
    public async Task<JobCallback?> FindCallbackAsync(string jobId, string outcome, CancellationToken cancellationToken) => (await ListRowsAsync(
        $"select {CallbackColumns}, picture from job_callback where job_id = ?1 and outcome = ?2", ReadCallback, cancellationToken,
        statement => statement.Bind(1, jobId).Bind(2, outcome))).SingleOrDefault();

    /// <inheritdoc />
    public Task PostponeCallbackAsync(string jobId, string outcome, int attempts, long dueAt, CancellationToken cancellationToken) => ChangeAsync(
        () => connection.Prepare("update job_callback set attempts = ?3, due_at = ?4 where job_id = ?1 and outcome = ?2")
            .Bind(1, jobId).Bind(2, outcome).Bind(3, attempts).Bind(4, dueAt).Run(),
        cancellationToken);

    /// <inheritdoc />
    public Task RemoveCallbackAsync(string jobId, string outcome, CancellationToken cancellationToken) => ChangeAsync(
        () => connection.Prepare("delete from job_callback where job_id = ?1 and outcome = ?2").Bind(1, jobId).Bind(2, outcome).Run(), cancellationToken);

    private void Put(ImageJob job) => connection.Prepare($"""
        insert or replace into image_job ({JobColumns})
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
        """).Bind(1, job.Id).Bind(2, job.Status).Bind(3, job.UserId).Bind(4, job.PersonaId).Bind(5, job.DatasetId).Bind(6, job.Provider).Bind(7, job.Model)
        .Bind(8, job.Prompt).Bind(9, job.ImageId).Bind(10, job.Error).Bind(11, job.Ext).Bind(12, job.Request).Bind(13, job.PendingFact)
        .Bind(14, job.CreatedAt).Bind(15, job.UpdatedAt).Bind(16, job.IsOfApp ? 1 : 0).Bind(17, job.Timeout).Bind(18, job.ProviderJobId)
        .Bind(19, job.CallbackHash).Bind(20, job.CallbackExpiresAt).Run();

    // On the writer's connection, inside its transaction.
    private ImageJob? FindJob(string id)
    {
        var select = connection.Prepare($"select {JobColumns} from image_job where id = ?1").Bind(1, id);
        var found = select.Step() ? ReadJob(select) : null;
        select.Reset();
        return found;
    }

    private static ImageJob ReadJob(SqliteStatement row) => new()
    {
        Id = row.Text(0)!,
        Status = row.Text(1)!,
        UserId = row.Text(2),
        PersonaId = row.Text(3),
        DatasetId = row.Text(4),
        Provider = row.Text(5),
        Model = row.Text(6),
        Prompt = row.Text(7),
        ImageId = row.Text(8),
        Error = row.Text(9),
        Ext = row.Text(10),
        Request = row.Text(11),
        PendingFact = row.Text(12),
        CreatedAt = row.Long(13),
        UpdatedAt = row.Long(14),
        IsOfApp = row.Long(15) != 0,
        Timeout = row.NullableLong(16),
        ProviderJobId = row.Text(17),
        CallbackHash = row.Text(18),
        CallbackExpiresAt = row.NullableLong(19),
    };

    private static JobCallback ReadCallback(SqliteStatement row) => new(
        row.Text(0)!, row.Text(1)!, row.Text(2)!, row.IsNull(6) ? (ReadOnlyMemory<byte>?)null : row.Bytes(6).ToArray(), row.Long(3), row.Int(4), row.Long(5));
}
