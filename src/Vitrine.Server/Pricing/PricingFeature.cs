using Vitrine.Core.Pricing;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Pricing;

/// <summary>What models cost, for facts that do not say what they cost.</summary>
internal static class PricingFeature
{
    private const long MaxFileBytes = 16 * 1024 * 1024;

    public static IServiceCollection AddPricing(this IServiceCollection services) => services.AddSingleton(provider => Read(provider.GetRequiredService<PricingOptions>()));

    public static void MapPricing(this IEndpointRouteBuilder routes)
    {
        // Now, so that a wrong file stops the start.
        _ = routes.ServiceProvider.GetRequiredService<PriceList>();
        routes.MapGet("/api/v1/prices", (PriceList prices) => Results.Ok(PricesAnswer.From(prices))).WithName("ListPrices").WithTags("Pricing")
            .WithSummary("Lists the prices by which facts without a cost get one.").Needs(Permission.Identified).Answers(typeof(PricesAnswer)).WithProblems(401);
    }

    private static PriceList Read(PricingOptions options)
    {
        if (!options.Enabled) return PriceList.Empty;
        try
        {
            var gpu = new Dictionary<string, decimal>(StringComparer.Ordinal);
            if (options.ComfyUIGpuSecond is { } comfyUI) gpu["comfyui"] = comfyUI;
            if (options.RunPodGpuSecond is { } runPod) gpu["runpod"] = runPod;
            return options.File is { Length: > 0 } path ? PriceList.Of(PriceFile.Parse(ReadFile(path)), gpu) : PriceList.Of(null, gpu);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"Vitrine:{PricingOptions.SectionName} is wrong: {error.Message}", error);
        }
    }

    private static byte[] ReadFile(string path) =>
        new FileInfo(path).Length <= MaxFileBytes ? File.ReadAllBytes(path) : throw new FormatException($"{path} is larger than {MaxFileBytes} bytes.");
}

/// <param name="AsOf">The day on which the built-in prices were looked up, or that of the file.</param>
/// <param name="GpuSecond">Dollars for a second of machine time, by provider.</param>
/// <param name="Providers">Each provider with the names that apps give it.</param>
internal sealed record PricesAnswer(
    string? AsOf, IReadOnlyDictionary<string, decimal> GpuSecond, IReadOnlyDictionary<string, IReadOnlyList<string>> Providers, IReadOnlyList<PriceFileEntry> Prices)
{
    public static PricesAnswer From(PriceList prices) => new(
        prices.File.AsOf, prices.GpuSecond, prices.File.Providers ?? new Dictionary<string, IReadOnlyList<string>>(), prices.File.Prices);
}
