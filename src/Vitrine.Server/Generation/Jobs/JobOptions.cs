using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>Image jobs, and the calls that end those of apps.</summary>
public sealed class JobOptions
{
    public const string SectionName = "Jobs";

    /// <summary>Minutes without news after which a job has failed; a job may ask for less. Default 60.</summary>
    [Range(1, 10_080)]
    public int TimeoutMinutes { get; set; } = 60;

    /// <summary>Hours for which the secret of a job's callback is good; a job may ask for less. Default 24.</summary>
    [Range(1, 168)]
    public int CallbackHours { get; set; } = 24;

    /// <summary>How often it is tried to get the picture that a callback names by its address. Default 6, in about a minute.</summary>
    [Range(1, 20)]
    public int CallbackAttempts { get; set; } = 6;

    /// <summary>Callbacks whose bodies are read, and whose pictures are decoded, at once; the others wait. Default 4.</summary>
    [Range(1, 64)]
    public int CallbackConcurrency { get; set; } = 4;

    /// <summary>Seconds in which the body of a callback must have come in; a slower sender is answered with 408. Default 60.</summary>
    [Range(1, 3600)]
    public int CallbackReadSeconds { get; set; } = 60;

    /// <summary>Seconds after which a quiet stream of events says that it is still there. Default 15.</summary>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; set; } = 15;

    /// <summary>Minutes after which a stream of events ends, so that its client comes again with its credentials, as browsers do by themselves. Default 5.</summary>
    [Range(1, 1_440)]
    public int StreamMinutes { get; set; } = 5;
}
