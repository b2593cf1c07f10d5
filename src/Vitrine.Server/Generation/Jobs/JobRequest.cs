using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>A job that an app runs.</summary>
/// <param name="Id">The app's own; one is made where absent. The same id again is the same job.</param>
/// <param name="Status"><c>queued</c>, which it is where absent, or <c>running</c>.</param>
/// <param name="UserId">For whom; an app key's is the user in X-End-User.</param>
/// <param name="ProviderJobId">What the provider calls it, where that is known already.</param>
/// <param name="Timeout">Seconds without news after which it has failed; Jobs:TimeoutMinutes where absent, and at most.</param>
/// <param name="ExpiresIn">Seconds for which the callback is good; Jobs:CallbackHours where absent, and at most.</param>
/// <param name="Ext">The app's own JSON; kept in the image's meta, where <c>is_auto_followup</c> and <c>source</c> decide on its source.</param>
internal sealed record JobRequest(
    string? Id = null, string? Status = null, [property: JsonConverter(typeof(TextOrNumber))] string? UserId = null, string? PersonaId = null, string? DatasetId = null,
    string? Provider = null, string? ProviderJobId = null, string? Model = null, string? Prompt = null, string? NegativePrompt = null, string? Style = null, string? AspectRatio = null,
    string? Quality = null, string? Format = null, string? Resolution = null, string? AgainOf = null, long? Timeout = null, long? ExpiresIn = null, JsonElement? Ext = null);

/// <summary>What became of a job that an app runs. What is absent stays.</summary>
/// <param name="Status"><c>running</c>, or what it is: that it goes on is news, too.</param>
/// <param name="Ext">Members that are set beside those that are there, or instead of them.</param>
internal sealed record JobChange(string? Status = null, string? ProviderJobId = null, JsonElement? Ext = null);

/// <param name="CallbackUrl">What the worker calls once it is done, as with RunPod's webhook. Absent where it is over.</param>
/// <param name="CallbackSecret">The secret in it, for those who would rather send it in the header X-Callback-Secret.</param>
internal sealed record CreatedJob(JobAnswer Job, string? CallbackUrl, string? CallbackSecret, string? CallbackExpiresAt);
