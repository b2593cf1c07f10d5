using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;

namespace Vitrine.Server.Lists;

/// <summary>The one list: facts of a kind, newest first, filtered by any of the kind's dimensions.</summary>
internal static class ListFacts
{
    private static readonly string[] Common = ["user_id", "user", "from", "to", "tz", "q"];

    public static async Task<IResult> HandleAsync(Reading reading, FactKind kind)
    {
        RefuseUnknown(reading.Parameters, kind, PageAnswer.Parameters);
        var query = Read(reading, kind);
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        var page = await store.ListAsync(query, reading.Aborted);
        return PageAnswer.Of(ItemsName(kind), page, query.Cursor, FactJson.Write);
    }

    public static async Task<IResult> FindAsync(Reading reading, FactKind kind, string id)
    {
        var store = await reading.GetStoreAsync();
        var fact = await store.FindAsync(kind, PageAnswer.IdOf(id), reading.Aborted);
        return fact is null || !reading.MaySee(fact.Text(FactSchema.UserId)) ? PageAnswer.NotFound(kind.WireName()) : new JsonAnswer(writer => FactJson.Write(writer, fact));
    }

    /// <summary>Reads what every list of facts takes.</summary>
    public static FactListQuery Read(Reading reading, FactKind kind)
    {
        var parameters = reading.Parameters;
        var zone = reading.Zone();
        var (from, to) = ReadRange(parameters, zone);
        return new FactListQuery
        {
            Kind = kind,
            Filters = ReadFilters(parameters, kind, reading.Options),
            UserId = reading.UserId(),
            User = parameters.Text("user"),
            ConversationId = kind == FactKind.Message ? parameters.Text("conversation_id") : null,
            From = from,
            To = to,
            Search = parameters.Text("q"),
            Page = parameters.Number("page", 1, 1, int.MaxValue),
            PerPage = parameters.Number("per_page", 100, 1, FactListQuery.MaxPerPage),
            Cursor = parameters.Text("cursor"),
        };
    }

    public static (long? From, long? To) ReadRange(Parameters parameters, DateTimeZone zone)
    {
        var from = parameters.Time("from", zone);
        var to = parameters.Time("to", zone);
        if (from >= to) parameters.Refuse("empty_range", "from", "'from' must lie before 'to'.");
        return (from, to);
    }

    // A dimension goes by its own name (persona) or its field's (persona_id).
    private static List<DimensionFilter> ReadFilters(Parameters parameters, FactKind kind, QueryOptions options)
    {
        var filters = new List<DimensionFilter>();
        foreach (var field in FactSchema.Of(kind).Dimensions)
        {
            var name = parameters.Names.Contains(field.Name) ? field.Name : field.Dimension.WireName();
            if (parameters.Filter(name, field.Dimension, options) is { } filter) filters.Add(filter);
        }
        return filters;
    }

    /// <summary>Refuses what is neither a filter of the kind nor one of <paramref name="others"/>.</summary>
    public static void RefuseUnknown(Parameters parameters, FactKind kind, IEnumerable<string> others)
    {
        string[] own = kind == FactKind.Message ? ["conversation_id"] : [];
        string[] dimensions = [.. FactSchema.Of(kind).Dimensions.Select(field => field.Dimension.WireName())];
        string[] known = [.. dimensions, .. own, .. Common, .. others];
        parameters.RefuseUnknown(
            name => known.Contains(name) || FactSchema.Of(kind).Dimensions.Any(field => field.Name == name), string.Join(", ", known));
    }

    public static string ItemsName(FactKind kind) => kind switch
    {
        FactKind.Image => "images",
        FactKind.Message => "messages",
        FactKind.Activity => "activities",
        FactKind.ApiCall => "api_calls",
        FactKind.Command => "commands",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of fact."),
    };
}
