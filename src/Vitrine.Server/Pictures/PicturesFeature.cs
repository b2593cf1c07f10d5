using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Media;
using Vitrine.Media.Blobs.S3;
using Vitrine.Media.Remote;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures.Elsewhere;
using Vitrine.Server.Security;

namespace Vitrine.Server.Pictures;

/// <summary>Pictures in and out: kept by their hashes, decoded in a process of their own, served by addresses that last.</summary>
internal static class PicturesFeature
{
    public static IServiceCollection AddPictures(this IServiceCollection services)
    {
        services.AddSingleton(WorkerProgram());
        services.AddSingleton<IPictureReader, PictureWorkers>();
        services.AddSingleton<BlobOwner>();
        services.AddSingleton(provider => BlobStores.Make(
            provider.GetRequiredService<BlobOptions>(), provider.GetRequiredService<S3Options>(), provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<BlobOwner>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<BlobStoreStart>();
        services.AddSingleton<PictureAddresses>();
        services.AddSingleton(provider => new RemotePictures(
            provider.GetRequiredService<FetchOptions>(), provider.GetRequiredService<MediaOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PictureLocks>();
        services.AddSingleton<PictureKeeper>();
        services.AddSingleton<PictureAnswers>();
        services.AddSingleton<PictureUpload>();
        services.AddSingleton<PicturePreparation>();
        services.AddHostedService(provider => provider.GetRequiredService<PicturePreparation>());
        services.AddSingleton<FailureMemory>();
        services.AddSingleton<ImagePreviews>();
        services.AddSingleton<PictureMirror>();
        services.AddHostedService(provider => provider.GetRequiredService<PictureMirror>());
        services.AddSingleton<PictureSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<PictureSweep>());
        return services;
    }

    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        // Now, so that a wrong setting or secret stops the start.
        _ = routes.ServiceProvider.GetRequiredService<IBlobStore>();
        _ = routes.ServiceProvider.GetRequiredService<PictureAddresses>();
        routes.MapGet("/pictures/{project}/{bucket}/{name}", ShowPicture.HandleAsync).WithName("ShowPicture").WithTags("Pictures")
            .WithSummary("Shows a picture of a public bucket, without metadata, or a thumbnail of it; of any bucket with a signature, until it expires.")
            .Takes(ShowPicture.Size, ShowPicture.Expires, ShowPicture.Signature)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(byte[]), ["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"]))
            .WithProblems(400, 404, 410, 503).WithAccess(Access.Everyone);
        var images = routes.MapGroup("/api/v1/images").WithTags("Pictures").Needs(Permission.ReadOwn).WithProblems(400, 401, 403, 404, 503);
        images.MapGet("/{id}/picture", ShowPictureOfImage.HandleAsync).WithName("ShowPictureOfImage").WithSummary("Shows the picture of an image, or a thumbnail of it; fetched where it is elsewhere.")
            .Takes(ShowPicture.Size)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(byte[]), ["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"]));
        routes.MapPost("/api/v1/images/{id}/picture-address", MakePictureAddress.OfImageAsync).WithName("MakePictureAddressOfImage")
            .WithSummary("Makes an address that shows the picture of an image to whoever has it, until it expires.").DescribeAddress();
        routes.MapPost("/api/v1/api-calls/{id}/picture-address", MakePictureAddress.OfCallAsync).WithName("MakePictureAddressOfCall")
            .WithSummary("Makes an address that shows the picture sent with a call to whoever has it, until it expires.").DescribeAddress();
    }

    private static void DescribeAddress(this RouteHandlerBuilder builder) =>
        builder.WithTags("Pictures").Needs(Permission.ReadOwn).Answers(typeof(PictureAddressAnswer)).WithProblems(400, 401, 403, 404, 415);

    private static WorkerProgram WorkerProgram()
    {
        var assembly = typeof(PicturesFeature).Assembly.Location;
        return Environment.ProcessPath is { } process && Path.GetFileNameWithoutExtension(process) == Path.GetFileNameWithoutExtension(assembly)
            ? new WorkerProgram(process, [Media.MediaWorker.Verb])
            : new WorkerProgram("dotnet", [assembly, Media.MediaWorker.Verb]);
    }
}
