using Vitrine.Server.Http;
using Vitrine.Server.Local;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Backup;

/// <summary>What <c>vitrine backup</c> asks of the server that owns the folder.</summary>
internal static class BackupFeature
{
    public static IServiceCollection AddBackup(this IServiceCollection services) => services.AddSingleton<BackupArchive>().AddSingleton<SendBackup>();

    public static void MapBackup(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<BackupArchive>().Clear();
        routes.MapLocal().MapPost("/backup", (HttpContext context, SendBackup backup) => backup.HandleAsync(context));
    }
}

/// <summary>Sends one backup at a time.</summary>
internal sealed class SendBackup(BackupArchive archive)
{
    /// <summary>Names the bucket whose pictures are not in the answer.</summary>
    public const string PicturesInHeader = "Vitrine-Pictures-In";

    private int running;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (Interlocked.CompareExchange(ref running, 1, 0) != 0) return Problems.Unavailable.With("Another backup is under way.") with { RetryAfter = 60 };
        try
        {
            if (archive.FindLack() is > 0 and var lack)
                return Problems.DiskFull.With($"The data folder's disk has no room for the copy of the largest file: {lack / (1024 * 1024) + 1} MiB more must be free.");
            context.Response.ContentType = "application/x-tar";
            if (archive.PicturesIn is { } bucket) context.Response.Headers[PicturesInHeader] = bucket;
            await archive.WriteAsync(context.Response.Body, context.RequestAborted);
            return Results.Empty;
        }
        catch (SqliteException error) when (error.IsFull && !context.Response.HasStarted)
        {
            return Problems.DiskFull.With("The data folder's disk filled up while the copy was made.");
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }
}
