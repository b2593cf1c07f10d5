using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.RunPod;

/// <summary>The operations of a RunPod endpoint.</summary>
internal sealed class RunPodClient(ProviderHttp provider, RunPodOptions options)
{
    public async Task<RunPodJob> RunAsync(JsonObject input, string? webhook, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["input"] = input };
        if (webhook is not null) body["webhook"] = webhook;
        var policy = new JsonObject();
        if (options.ExecutionTimeout is { } execution) policy["executionTimeout"] = (long)execution.TotalMilliseconds;
        if (options.TimeToLive is { } life) policy["ttl"] = (long)life.TotalMilliseconds;
        if (policy.Count > 0) body["policy"] = policy;

        var answer = await SendAsync(HttpMethod.Post, "run", ProviderHttp.Content(body), cancellationToken);
        if (!answer.IsSuccess) throw Error(answer);
        return RunPodJob.Read(answer.Json) ?? throw new GenerationFailedException(GenerationFailures.Failed, "RunPod took a job and did not say which.");
    }

    /// <exception cref="GenerationFailedException">RunPod does not know it any more, or does not answer.</exception>
    public async Task<RunPodJob> StatusAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, $"status/{Uri.EscapeDataString(id)}", null, cancellationToken);
        if (answer.Status is HttpStatusCode.NotFound) throw new GenerationFailedException(GenerationFailures.Failed, "RunPod does not know the job any more.");
        if (!answer.IsSuccess) throw Error(answer);
        return RunPodJob.Read(answer.Json) is { } job && job.Id == id ? job
            : throw new GenerationFailedException(GenerationFailures.Unavailable, "RunPod's answer is not about the job.") { IsRetryable = true };
    }

    public Task CancelAsync(string id, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, $"cancel/{Uri.EscapeDataString(id)}", null, cancellationToken);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, "health", null, cancellationToken);
        if (!answer.IsSuccess) throw Error(answer);
    }

    private async Task<ProviderAnswer> SendAsync(HttpMethod method, string operation, HttpContent? content, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, provider.At($"{Uri.EscapeDataString(options.EndpointId)}/{operation}")) { Content = content };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Key.Value);
        return await provider.SendAsync(message, cancellationToken);
    }

    private GenerationFailedException Error(ProviderAnswer answer) => answer.Failure(provider.CleanOrNull(RunPodOutput.Error(answer.Json)));
}
