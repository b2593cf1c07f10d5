using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.RunPod;

/// <summary>Where a job is.</summary>
public enum RunPodState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
    TimedOut,
}

/// <summary>What RunPod says of a job.</summary>
/// <param name="Pictures">Base64, data URIs or addresses, as the worker has them.</param>
/// <param name="Error">The worker's or RunPod's words.</param>
public sealed partial record RunPodJob(
    string Id, RunPodState State, TimeSpan? QueueTime, TimeSpan? GpuTime, IReadOnlyList<string> Pictures, string? Error)
{
    public bool HasEnded => State is not (RunPodState.Queued or RunPodState.Running);

    /// <summary>Null where it is something else.</summary>
    internal static RunPodJob? Read(JsonElement? json)
    {
        if (json.Get("id").Text() is not { } id || !IdPattern().IsMatch(id) || json.Get("status").Text() is not { } status) return null;
        var state = status switch
        {
            "COMPLETED" => RunPodState.Completed,
            "FAILED" => RunPodState.Failed,
            "CANCELLED" => RunPodState.Cancelled,
            "TIMED_OUT" => RunPodState.TimedOut,
            "IN_QUEUE" => RunPodState.Queued,
            // A state that is not known is none that has ended.
            _ => RunPodState.Running,
        };
        var output = json.Get("output");
        return new RunPodJob(id, state, Milliseconds("delayTime"), Milliseconds("executionTime"), RunPodOutput.Pictures(output), RunPodOutput.Error(json.Get("error")) ?? RunPodOutput.Error(output));

        TimeSpan? Milliseconds(string name) => json.Get(name).Number() is >= 0 and < 1e12 and var time ? TimeSpan.FromMilliseconds(time) : null;
    }

    // An id becomes part of a path.
    [GeneratedRegex("^[A-Za-z0-9_-]{1,128}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdPattern();
}
