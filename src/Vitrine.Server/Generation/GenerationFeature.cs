using Microsoft.AspNetCore.Http.Metadata;
using Vitrine.Generation;
using Vitrine.Media.Remote;
using Vitrine.Server.Generation.Jobs;
using Vitrine.Server.Generation.Providers;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Generation;

/// <summary>Making images, so that none is made without a record.</summary>
internal static class GenerationFeature
{
    // Reference images in base64: a dozen of a few megabytes.
    private const long MaxBodyBytes = 32 * 1024 * 1024;

    public static IServiceCollection AddGeneration(this IServiceCollection services)
    {
        services.AddSingleton(provider => ProvidersPictures(provider.GetRequiredService<RemotePictures>()));
        services.AddProviders();
        services.AddSingleton<GenerationTurns>();
        services.AddSingleton<GenerationRequests>();
        services.AddSingleton<GenerationAnswers>();
        services.AddSingleton<OrderReferences>();
        services.AddSingleton<ReadOrder>();
        services.AddSingleton<GenerationFacts>();
        services.AddSingleton<JobEnds>();
        services.AddSingleton<GenerationRun>();
        services.AddSingleton<GenerationOutbox>();
        services.AddHostedService(provider => provider.GetRequiredService<GenerationOutbox>());
        return services;
    }

    public static void MapGeneration(this WebApplication app)
    {
        app.MapProviders();
        app.MapPost("/ai/generate", GenerateImage.HandleAsync).WithName("GenerateImage").WithTags("Generation").WithSummary("Makes an image and keeps it with its record.")
            .WithMetadata(new AcceptsMetadata(["application/json", "multipart/form-data"], typeof(GenerationRequest)))
            .Answers(typeof(GeneratedImageAnswer)).AnswersLater(typeof(JobAnswer)).WithBodyLimit(MaxBodyBytes).Needs(Permission.Generate).WithProblems(400, 401, 403, 404, 409, 413, 415, 422, 502, 503, 504);
        app.MapPost("/api/v1/images/{id}/again", GenerateAgain.HandleAsync).WithName("GenerateImageAgain").WithTags("Generation")
            .WithSummary("Makes another image of what an image was asked to be.").Answers(typeof(GeneratedImageAnswer)).AnswersLater(typeof(JobAnswer)).Needs(Permission.Generate)
            .WithProblems(400, 401, 403, 404, 409, 422, 502, 503, 504);
    }

    private static PictureFetcher ProvidersPictures(RemotePictures remote) => async (address, cancellationToken) =>
    {
        try
        {
            return await remote.FetchAsync(address, cancellationToken);
        }
        catch (FetchFailedException failed)
        {
            // Not retryable, for the picture was made and charged.
            throw new GenerationFailedException(GenerationFailures.Failed, $"The provider's picture cannot be fetched from its address: {failed.Message}", failed);
        }
    };
}
