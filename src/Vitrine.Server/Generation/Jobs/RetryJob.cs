using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary><c>POST /api/v1/jobs/{id}/retry</c>: what the job was asked for, with the reference images that came along, as a new job.</summary>
internal static class RetryJob
{
    public static async Task<IResult> HandleAsync(
        string id, HttpContext context, ProjectContext project, IBlobStore blobs, GenerationTurns turns, GenerationRequests requests, ReadOrder reader, GenerationAnswers answers)
    {
        if (await project.FindJobAsync(id) is not { } job) return JobsFeature.NotFound(id);
        if (!job.HasEnded) return Problems.JobState.With("The job has not ended yet.", "id");
        if (job.IsOfApp) return Problems.JobState.With("An app ran the job; it is the app that can run it again.", "id");
        if (job.Request is not { } kept) return Problems.JobState.With("What the job was asked for was not kept.", "id");
        using var turn = turns.TryTake();
        if (turn is null) return GenerateImage.TooMany;
        var owner = new PictureOwner(PictureOwnerKind.Job, id);
        var references = new List<ReadOnlyMemory<byte>>();
        foreach (var picture in (await project.Pictures.FindPicturesOfAsync([owner], project.Aborted))[owner])
        {
            if (await blobs.ReadAllAsync(new BlobKey(project.Project, picture.Bucket, picture.Hash), project.Aborted) is { } bytes) references.Add(bytes);
        }
        var (order, problem) = await reader.ReadAsync(context, requests.Read(kept) with { UserId = job.UserId }, references);
        return order is null ? problem! : await answers.OfAsync(context, order, turn);
    }
}
