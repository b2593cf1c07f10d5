using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>Says of what is told of a job whether the fact of its image could be stored, while whoever tells it is there to hear so.</summary>
internal sealed class JobFacts(GenerationRequests requests, GenerationFacts facts)
{
    /// <param name="metaIs">What the teller calls what the fact has as its meta.</param>
    public Problem? FindProblem(ImageJob job, JobEnd end, string metaIs = "meta") =>
        facts.FindRefusal(JobFactText.Of(job, job.Request is { } request ? requests.Read(request) : null, end)) is { } refusal
            ? Problems.All.First(kind => kind.Code == refusal.Code).With(refusal.Detail, refusal.Field == "meta" ? metaIs : refusal.Field)
            : null;
}
