using Vitrine.Core.Query;
using Vitrine.Server.Http;

namespace Vitrine.Server.Query;

/// <summary><c>GET /api/v1/query</c>: every statistic.</summary>
internal static class AskQuery
{
    public static async Task<IResult> HandleAsync(Reading reading)
    {
        if (!new QueryParser(reading.Parameters, reading.Now, reading.Options).TryParse(out var asked)) return reading.Problem!;
        var store = await reading.GetStoreAsync();
        var result = await store.QueryAsync(asked.Query, reading.Aborted);
        if (asked.PreviousQuery is not { } previous) return new JsonAnswer(writer => AnswerWriter.Write(writer, asked.Query, result));
        var before = await store.QueryAsync(previous, reading.Aborted);
        return new JsonAnswer(writer => AnswerWriter.Write(writer, asked.Query, result, (previous, before)));
    }
}

/// <summary><c>GET /api/v1/query/catalogue</c>: what may be asked.</summary>
internal static class ShowCatalogue
{
    public static IResult Handle(Reading reading) => new JsonAnswer(writer => AnswerWriter.WriteCatalogue(writer, reading.Options));
}
