using PersonaBot.Vitrine;

namespace PersonaBot.Pictures;

/// <summary>Vitrine makes the picture: the bot asks, looks after the job, and fetches what came of it.</summary>
internal sealed class VitrinePictures(VitrineClient vitrine) : IPictureMaker
{
    public async Task<Picture> MakeAsync(PictureOrder order, CancellationToken cancellationToken)
    {
        var job = await vitrine.GenerateLaterAsync(ImageRequest.Of(order), cancellationToken);
        return await vitrine.AwaitPictureAsync(job.Id, cancellationToken);
    }
}
