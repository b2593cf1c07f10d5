using Microsoft.Extensions.AI;
using Vitrine.Core.Facts;
using Vitrine.Generation;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Generation.Providers;

/// <summary><c>/api/v1/providers</c> and <c>/api/v1/providers/{name}</c>.</summary>
internal static class ManageProviders
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Everything for those who may change it; for others what they can choose from.</summary>
    public static IResult List(HttpContext context, ImageGenerators generators, ProviderBook book, GenerationOptions options)
    {
        var admission = context.Admission();
        var all = admission.Caller.May(Permission.AdministerAll, admission.Project);
        var names = all ? generators.Names.Union(ProviderSetup.Names).Order(StringComparer.Ordinal) : generators.Names;
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new ProvidersAnswer(options.DefaultProvider, [.. names.Select(name => all ? Describe(name, generators, book) : Short(name, generators))]));
    }

    public static async Task<IResult> PutAsync(string name, ProviderRequest request, HttpContext context, ImageGenerators generators, ProviderBook book, AuditLog audit)
    {
        if (!ProviderSetup.Names.Contains(name)) return NotFound(name);
        if (await book.PutAsync(name, request, context.Admission().Caller.Actor) is { } problem) return problem;
        await audit.WriteAsync(context, "provider.changed", name);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(Describe(name, generators, book));
    }

    public static async Task<IResult> DeleteAsync(string name, HttpContext context, ProviderBook book, AuditLog audit)
    {
        if (!ProviderSetup.Names.Contains(name)) return NotFound(name);
        if (await book.DeleteAsync(name) is { } problem) return problem;
        await audit.WriteAsync(context, "provider.removed", name);
        return Results.NoContent();
    }

    /// <summary>Asks the provider for something that costs nothing.</summary>
    public static async Task<IResult> TestAsync(string name, HttpContext context, ImageGenerators generators, TimeProvider clock)
    {
        using var use = generators.Take(name);
        if (use is null) return Problems.NotFound.With($"'{name}' is not set up.", "name");
        var start = clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(CheckTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            // One that calls nobody has nothing that could be wrong.
            if (use.Generator.GetService<IProviderCheck>() is { } check) await check.CheckAsync(either.Token);
            return Answer(null, null);
        }
        catch (GenerationFailedException failure)
        {
            return Answer(failure.Reason, failure.Message);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Answer(GenerationFailures.TimedOut, $"There was no answer within {CheckTimeout.TotalSeconds} s.");
        }

        IResult Answer(string? reason, string? detail) =>
            Results.Ok(new ProviderCheckAnswer(reason is null, reason, detail, Math.Round(clock.GetElapsedTime(start).TotalSeconds, 3)));
    }

    private static ProviderAnswer Short(string name, ImageGenerators generators)
    {
        using var use = generators.Take(name);
        return new ProviderAnswer(name, use?.DefaultModel);
    }

    private static ProviderAnswer Describe(string name, ImageGenerators generators, ProviderBook book)
    {
        if (!ProviderSetup.Names.Contains(name)) return Short(name, generators) with { IsSetUp = generators.Has(name) };
        var (setup, isConfigured, isSetUp) = (book.Effective(name), book.IsConfigured(name), generators.Has(name));
        var record = isConfigured ? null : book.Find(name)?.Record;
        return new ProviderAnswer(
            name, setup.Model, isSetUp, isConfigured ? "configuration" : isSetUp ? "api" : null, setup.Endpoint?.AbsoluteUri, setup.EndpointId, setup.Key is not null, setup.Key?.LastFour,
            setup.Template is not null, isConfigured ? null : book.Find(name)?.Problem, record is null ? null : FactTime.ToWire(record.UpdatedAt), record?.UpdatedBy);
    }

    private static Problem NotFound(string name) => Problems.NotFound.With($"There is no provider '{name}' to set up; there are {string.Join(", ", ProviderSetup.Names)}.", "name");
}
