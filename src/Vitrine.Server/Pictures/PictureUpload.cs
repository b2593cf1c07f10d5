using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Media;
using Vitrine.Server.Http;

namespace Vitrine.Server.Pictures;

/// <summary>A picture as a request's whole body, for something that shows it.</summary>
internal sealed class PictureUpload(PictureKeeper keeper, MediaOptions options)
{
    /// <summary>Of a path that takes a picture; the option below it decides.</summary>
    public const long MaxBodyBytes = 256L * 1024 * 1024;

    /// <returns>The picture as it is kept, or why it is not.</returns>
    public async Task<(PictureRecord? Picture, Problem? Problem)> KeepAsync(HttpRequest request, ProjectContext project, Bucket bucket, PictureOwner owner)
    {
        var most = options.MaxPictureMegabytes * 1024L * 1024;
        if (request.ContentLength > most) return (null, TooLarge());
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, project.Aborted)) > 0)
        {
            if (body.Length + read > most) return (null, TooLarge());
            body.Write(buffer, 0, read);
        }
        try
        {
            return (await keeper.KeepDecodedAsync(project.Project, project.Pictures, bucket, body.ToArray(), owner, project.Aborted), null);
        }
        catch (PictureRefusedException refused)
        {
            return (null, Problems.PictureRefused.With($"{refused.Code}: {refused.Message}"));
        }
    }

    /// <summary>The same for what shows one picture: the new one is there before the one before goes.</summary>
    public async Task<(PictureRecord? Picture, Problem? Problem)> ReplaceAsync(HttpRequest request, ProjectContext project, Bucket bucket, PictureOwner owner)
    {
        var before = (await project.Pictures.FindPicturesOfAsync([owner], project.Aborted))[owner].ToList();
        var (picture, problem) = await KeepAsync(request, project, bucket, owner);
        if (picture is null) return (null, problem);
        foreach (var old in before.Where(old => old.Hash != picture.Hash)) await keeper.ReleaseOneAsync(project.Project, project.Pictures, old, owner, CancellationToken.None);
        return (picture, null);
    }

    private Problem TooLarge() => Problems.BodyTooLarge.With($"A picture has at most {options.MaxPictureMegabytes} MiB.");
}
