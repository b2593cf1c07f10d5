using System.Text;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Generation;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Generation.Jobs;

/// <param name="Source">How the image comes to be, as its fact will say.</param>
/// <param name="ImageUrl">Where the picture is, once it is there.</param>
/// <param name="Progress">While the image is being made, where its provider says how far it is.</param>
/// <param name="Error">Why there is no image.</param>
/// <param name="FactIsStored">False as long as the image's fact waits to be stored.</param>
/// <param name="CallbackExpiresAt">Until when the call that ends the job is taken.</param>
internal sealed record JobAnswer(
    string Id, string Status, string? UserId, string? PersonaId, string? DatasetId, string? Provider, string? ProviderJobId, string? Model, string? Prompt, string Source,
    string? ImageId, string? ImageUrl, string? ThumbnailUrl, JobProgressAnswer? Progress, string? Error, JsonElement? Ext, bool FactIsStored, string? CallbackExpiresAt,
    string CreatedAt, string UpdatedAt)
{
    public static JobAnswer From(ImageJob job) => new(
        job.Id, job.Status, job.UserId, job.PersonaId, job.DatasetId, job.Provider, job.ProviderJobId, job.Model, job.Prompt, SourceOf(job).WireName(), job.ImageId, null, null, null,
        job.Error, job.Ext is { } ext ? JsonElement.Parse(ext) : null, job.PendingFact is null && job.ImageId is not null,
        job.CallbackExpiresAt is { } expires ? FactTime.ToWire(expires) : null, FactTime.ToWire(job.CreatedAt), FactTime.ToWire(job.UpdatedAt));

    private static ImageSource SourceOf(ImageJob job) => SourceRule.Of(Encoding.UTF8.GetBytes(job.Ext ?? "null"));
}

/// <param name="Stage"><c>queued</c> at the provider, or <c>running</c>.</param>
/// <param name="Value">Steps done of <paramref name="Max"/>; absent where the provider does not count.</param>
internal sealed record JobProgressAnswer(string Stage, int? Value, int? Max)
{
    public static JobProgressAnswer From(GenerationProgress progress) => new(
        progress.Stage is GenerationStage.Queued ? JobStatus.Queued : JobStatus.Running, progress.Max > 0 ? progress.Value : null, progress.Max > 0 ? progress.Max : null);
}

internal sealed record JobsAnswer(IReadOnlyList<JobAnswer> Jobs);

/// <summary>Puts together what is known of one job: its row, its picture, and how far it is.</summary>
internal sealed class JobAnswers(RunningJobs running, GenerationOptions options)
{
    public async Task<JobAnswer> OfAsync(ImageJob job, ProjectContext project, HttpRequest request)
    {
        var answer = JobAnswer.From(job);
        if (!job.HasEnded) return answer with { Progress = running.Find(project.Project, job.Id)?.Progress is { } progress ? JobProgressAnswer.From(progress.Now) : null };
        if (job.Status != JobStatus.Succeeded || job.ImageId is not { } image) return answer;
        var owner = new PictureOwner(PictureOwnerKind.Image, image);
        if ((await project.Pictures.FindPicturesOfAsync([owner], project.Aborted))[owner].FirstOrDefault() is { } picture)
        {
            var address = options.BaseUrlOf(request) + ShowPicture.PathOf(project.Project, picture);
            return answer with { ImageUrl = address, ThumbnailUrl = ShowPicture.ThumbnailOf(address) };
        }
        // The picture could not be had; where the provider has it, the fact says.
        return answer with { ImageUrl = (await project.Store.FindAsync(FactKind.Image, image, project.Aborted))?.Text("image_url") };
    }
}
