using Vitrine.Core.Facts.Reading;
using Vitrine.Core.Pricing;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Media;
using Vitrine.Media.Blobs.S3;
using Vitrine.Media.Remote;
using Vitrine.Server.Accounts;
using Vitrine.Server.Compatibility;
using Vitrine.Server.Exports.Archive;
using Vitrine.Server.Generation;
using Vitrine.Server.Generation.Jobs;
using Vitrine.Server.Health;
using Vitrine.Server.Network;
using Vitrine.Server.Pictures;
using Vitrine.Server.Pictures.Elsewhere;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;
using Vitrine.Server.Tracking;
using Vitrine.Server.Views;

namespace Vitrine.Server.Configuration;

/// <summary>Every options class of the server. Each binds to <c>Vitrine__{SectionName}__{Property}</c> and is injected as itself.</summary>
public static class OptionClasses
{
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(AccountOptions),
        typeof(AuditOptions),
        typeof(BlobOptions),
        typeof(ComfyUIProviderOptions),
        typeof(CompatibilityOptions),
        typeof(ExportOptions),
        typeof(FetchOptions),
        typeof(GeminiProviderOptions),
        typeof(GenerationOptions),
        typeof(HealthOptions),
        typeof(IngestOptions),
        typeof(JobOptions),
        typeof(MediaOptions),
        typeof(NetworkOptions),
        typeof(OpenAIProviderOptions),
        typeof(PreviewOptions),
        typeof(PricingOptions),
        typeof(ProjectOptions),
        typeof(QueryOptions),
        typeof(RunPodProviderOptions),
        typeof(S3Options),
        typeof(SecretOptions),
        typeof(StoreOptions),
        typeof(TokenOptions),
        typeof(TrackingOptions),
        typeof(ViewOptions),
    ];

    public static string SectionOf(Type options) =>
        (string)options.GetField("SectionName")!.GetRawConstantValue()!;
}
