using Microsoft.Net.Http.Headers;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Tracking;

/// <summary>Reads a body, stores what is good in it, and says so once it is committed.</summary>
internal sealed class TrackFacts(FactReader reader, IngestOptions limits, IProjectStores projects, RefusalCounts refusals, TimeProvider clock)
{
    private const string IdempotencyKey = "Idempotency-Key";

    public async Task HandleAsync(HttpContext context, FactKind? kind)
    {
        if (await FindProblemAsync(context, kind) is { } problem) await problem.ExecuteAsync(context);
    }

    private async Task<Problem?> FindProblemAsync(HttpContext context, FactKind? kind)
    {
        var request = context.Request;
        if (!TryBodyForm(request.ContentType, out var isLines))
            return Problems.UnsupportedMediaType.With("Send application/json or application/x-ndjson.");
        var key = request.Headers[IdempotencyKey];
        if (key.Count > 1 || key is [{ Length: 0 or > FactReader.MaxIdempotencyKey }])
            return Problems.InvalidIdempotencyKey.With($"Idempotency-Key has from 1 to {FactReader.MaxIdempotencyKey} characters.", IdempotencyKey);
        var body = await RequestBody.ReadAsync(request, limits.MaxBatchBytes, context.RequestAborted);
        if (body.Problem is not null) return body.Problem;

        using var reading = reader.Read(body.Bytes, body.Length, kind, clock.GetUtcNow(), key.Count == 0 ? null : key[0]);
        foreach (var refusal in reading.Refused) refusals.Add(refusal.Code);
        if (reading.BodyRefusal is { } whole)
        {
            refusals.Add(whole.Code);
            return RefusalProblems.Of(whole);
        }
        var isSingle = reading.IsSingle && !isLines;
        if (isSingle && reading.Refused is [var only]) return RefusalProblems.Of(only);
        if (reading.Batch.Count > 0)
        {
            var store = await projects.GetStoreAsync(context);
            // Not cancelled with the request: the batch belongs to the store until it answers.
            var result = await store.AppendAsync(reading.Batch, CancellationToken.None);
            if (result.Refused > 0) CountRefusals(reading.Batch);
        }
        return isSingle ? TrackAnswer.WriteSingle(context.Response, reading.Batch) : TrackAnswer.Write(context.Response, reading);
    }

    private void CountRefusals(FactBatch batch)
    {
        foreach (ref readonly var header in batch.Headers)
        {
            if (header.RefusalCode is { } code) refusals.Add(code);
        }
    }

    /// <summary>False where the type is none that is read here. A body without a type is taken for JSON.</summary>
    private static bool TryBodyForm(string? contentType, out bool isLines)
    {
        isLines = false;
        if (contentType is null or "application/json") return true;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return false;
        isLines = type.SubType.Equals("x-ndjson", StringComparison.OrdinalIgnoreCase)
            || type.SubType.Equals("ndjson", StringComparison.OrdinalIgnoreCase)
            || type.SubType.Equals("jsonl", StringComparison.OrdinalIgnoreCase);
        var isText = type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) || type.Type.Equals("text", StringComparison.OrdinalIgnoreCase);
        var isUtf8 = type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase);
        return isText && isUtf8 && (isLines || type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
    }
}
