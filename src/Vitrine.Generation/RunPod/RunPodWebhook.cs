using Vitrine.Generation.Providers;

namespace Vitrine.Generation.RunPod;

/// <summary>
/// Reads the call that RunPod makes when a job has ended. It is unsigned, and may come twice or late: it says which job to ask after, and nothing of it is to be
/// believed before <see cref="RunPodImageGenerator.CollectAsync"/> has asked. A waiting generator asks at once after <see cref="RunPodImageGenerator.Wake"/>.
/// </summary>
public static class RunPodWebhook
{
    /// <summary>Null where the body is something else.</summary>
    public static RunPodJob? Read(ReadOnlyMemory<byte> body) => RunPodJob.Read(Json.Parse(body));
}
