using Vitrine.Core.Query;
using Vitrine.Server.Http;

namespace Vitrine.Server.Query;

/// <summary><c>GET /api/v1/query</c>: every statistic.</summary>
internal static class AskQuery
{
    public static async Task<IResult> HandleAsync(Reading reading)
    {
        if (!new QueryParser(reading.Parameters, reading.Now, reading.ProjectZone, reading.Options).TryParse(out var asked)) return reading.Problem!;
        if (reading.OnlyUser is { } user)
        {
            if (!MayAsk(asked.Query, user)) return Problems.Forbidden.With("With this key only the user in X-End-User can be asked about.", "filter.user");
            asked = asked with { Query = Of(asked.Query, user) };
        }
        var store = await reading.GetStoreAsync();
        var result = await store.QueryAsync(asked.Query, reading.Aborted);
        if (asked.PreviousQuery is not { } previous) return new JsonAnswer(writer => AnswerWriter.Write(writer, asked.Query, result));
        var before = await store.QueryAsync(previous, reading.Aborted);
        return new JsonAnswer(writer => AnswerWriter.Write(writer, asked.Query, result, (previous, before)));
    }

    private static bool MayAsk(StatQuery query, string user) =>
        MeasureCatalogue.Kinds.First(kind => kind.Kind == query.Kind).Dimensions.Contains(Dimension.User)
        && query.Filters.All(filter => filter.Dimension != Dimension.User || filter.Values is [var only] && only == user);

    private static StatQuery Of(StatQuery query, string user) =>
        query with { Filters = [.. query.Filters.Where(filter => filter.Dimension != Dimension.User), new DimensionFilter(Dimension.User, [user])] };
}

/// <summary><c>GET /api/v1/query/catalogue</c>: what may be asked.</summary>
internal static class ShowCatalogue
{
    public static IResult Handle(Reading reading) => new JsonAnswer(writer => AnswerWriter.WriteCatalogue(writer, reading.Options));
}
