namespace Vitrine.Core.Stores;

/// <summary>An image job that an app or Vitrine runs.</summary>
public sealed record ImageJob
{
    public required string Id { get; init; }

    /// <summary>One of <see cref="JobStatus"/>.</summary>
    public required string Status { get; init; }
    public string? UserId { get; init; }
    public string? PersonaId { get; init; }
    public string? DatasetId { get; init; }
    public string? Provider { get; init; }
    public string? Model { get; init; }
    public string? Prompt { get; init; }

    /// <summary>The image that came of it.</summary>
    public string? ImageId { get; init; }

    /// <summary>Why there is none.</summary>
    public string? Error { get; init; }

    /// <summary>The app's own JSON, as <c>{"is_auto_followup": true}</c>.</summary>
    public string? Ext { get; init; }

    /// <summary>JSON: what was asked for, so that it can be asked again.</summary>
    public string? Request { get; init; }

    /// <summary>JSON: the fact that the job became, as long as it is not stored.</summary>
    public string? PendingFact { get; init; }

    /// <summary>True where an app runs it: a call of its worker ends it.</summary>
    public bool IsOfApp { get; init; }

    /// <summary>How long it may go on without news, in microseconds; null for as long as any.</summary>
    public long? Timeout { get; init; }

    /// <summary>What the provider calls it.</summary>
    public string? ProviderJobId { get; init; }

    /// <summary>SHA-256 in hexadecimal of the secret of the call that ends it; null where none does.</summary>
    public string? CallbackHash { get; init; }

    /// <summary>Until when that secret is good, in microseconds since the Unix epoch.</summary>
    public long? CallbackExpiresAt { get; init; }

    public bool HasEnded => Status is not (JobStatus.Queued or JobStatus.Running);

    /// <summary>Microseconds since the Unix epoch, as the other time.</summary>
    public required long CreatedAt { get; init; }
    public required long UpdatedAt { get; init; }
}

/// <summary>The states of a job. The last three end it; a picture that comes late all the same turns the others into success.</summary>
public static class JobStatus
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public static IReadOnlyList<string> All { get; } = [Queued, Running, Succeeded, Failed, Cancelled];
}

/// <summary>A question to the list of jobs, newest first.</summary>
public sealed record JobListQuery
{
    public string? Status { get; init; }
    public string? UserId { get; init; }

    /// <summary>Jobs that began before this one.</summary>
    public string? Before { get; init; }
    public int Limit { get; init; } = 100;
}

/// <summary>What was said of a job's end and is not worked on yet.</summary>
/// <param name="Outcome"><c>succeeded</c> or <c>failed</c>; of each a job has one at most, the first.</param>
/// <param name="Report">JSON: everything but the picture.</param>
/// <param name="Picture">Its bytes, where they came along.</param>
/// <param name="Attempts">How often it was tried to work on it.</param>
/// <param name="DueAt">When it is to be tried, in microseconds since the Unix epoch, as the other time.</param>
public sealed record JobCallback(string JobId, string Outcome, string Report, ReadOnlyMemory<byte>? Picture, long ReceivedAt, int Attempts, long DueAt);

/// <summary>The image jobs of one project. All members are thread-safe.</summary>
public interface IJobStore
{
    /// <summary>Stores a job as it is, whatever was there before.</summary>
    Task PutJobAsync(ImageJob job, CancellationToken cancellationToken);

    /// <summary>Stores a new job.</summary>
    /// <returns>The job that has its id already, which stays as it is; null where there was none.</returns>
    Task<ImageJob?> AddJobAsync(ImageJob job, CancellationToken cancellationToken);

    /// <summary>Changes a job at once, so that nobody's change is lost.</summary>
    /// <param name="change">Called with the job as it is now, in the store's one thread of writing; null leaves it so.</param>
    /// <returns>The job as it is then, and whether it was changed; null where there is none.</returns>
    Task<(ImageJob Job, bool IsChanged)?> ChangeJobAsync(string id, Func<ImageJob, ImageJob?> change, CancellationToken cancellationToken);

    Task<ImageJob?> FindJobAsync(string id, CancellationToken cancellationToken);

    /// <summary>The job whose callback has a secret of this hash.</summary>
    Task<ImageJob?> FindJobByCallbackAsync(string callbackHash, CancellationToken cancellationToken);

    Task<IReadOnlyList<ImageJob>> ListJobsAsync(JobListQuery query, CancellationToken cancellationToken);

    /// <summary>Jobs whose fact is not stored yet; the one that waits longest first.</summary>
    Task<IReadOnlyList<ImageJob>> ListPendingJobsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Jobs that are queued or run, and were without news for longer than they, or any, may be; the longest first. That something was said which waits to be
    /// worked on is news.</summary>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    /// <param name="timeout">Of any job, in microseconds.</param>
    Task<IReadOnlyList<ImageJob>> ListStuckJobsAsync(long now, long timeout, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps what was said of a job, unless the same outcome was said before.</summary>
    Task AddCallbackAsync(JobCallback callback, CancellationToken cancellationToken);

    /// <summary>What is to be tried by now, the first that came first, without the pictures.</summary>
    Task<IReadOnlyList<JobCallback>> ListDueCallbacksAsync(long now, int limit, CancellationToken cancellationToken);

    /// <summary>When the next is due, in microseconds since the Unix epoch; null where none waits.</summary>
    Task<long?> FindNextCallbackAsync(CancellationToken cancellationToken);

    /// <summary>The same with its picture; null where it is not there any more.</summary>
    Task<JobCallback?> FindCallbackAsync(string jobId, string outcome, CancellationToken cancellationToken);

    /// <summary>Notes that it was tried so often, and when it is to be tried again.</summary>
    Task PostponeCallbackAsync(string jobId, string outcome, int attempts, long dueAt, CancellationToken cancellationToken);

    Task RemoveCallbackAsync(string jobId, string outcome, CancellationToken cancellationToken);
}
