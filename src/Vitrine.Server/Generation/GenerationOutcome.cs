using Microsoft.Extensions.AI;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Generation;

namespace Vitrine.Server.Generation;

/// <summary>What came of an order.</summary>
/// <param name="Job">As it stands in the store.</param>
/// <param name="Picture">Null where there is none.</param>
/// <param name="Duration">From the request to the provider's answer.</param>
/// <param name="IsCancelled">Nobody wanted it any more before it was there.</param>
/// <param name="Details">What the provider says of the picture; null where it says nothing.</param>
/// <param name="Usage">The tokens that the provider counted.</param>
/// <param name="Cost">In nano-dollars; null where it is not known.</param>
internal sealed record GenerationOutcome(
    ImageJob Job, PictureRecord? Picture, string? ImageUrl, string? Model, TimeSpan Duration, GenerationFailedException? Failure, GenerationDetails? Details = null,
    UsageDetails? Usage = null, long? Cost = null, bool IsCancelled = false);
