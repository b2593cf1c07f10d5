using Vitrine.Core.Facts;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Search;

/// <summary>Something that was found, as it is shown.</summary>
internal sealed record Finding(string Type, string Id, string Title, string? Snippet, string? UserId, string? Username, long Time, string Match)
{
    public const string ById = "id";
    public const string ByName = "name";
    public const string ByText = "text";

    public static Finding Of(FactRecord fact, string match, string? snippet = null) => new(
        fact.Kind.WireName(), fact.Id, TextCut.Title(TitleOf(fact) ?? fact.Id), snippet,
        fact.Text(FactSchema.UserId), fact.Text(FactSchema.Username), fact.Time, match);

    public static Finding Of(ConversationRecord conversation) => new(
        "conversation", conversation.ConversationId, TextCut.Title(conversation.ConversationId), null,
        conversation.UserId, conversation.Username, conversation.CreatedAt, ById);

    public static Finding Of(ImageJob job) =>
        new("job", job.Id, TextCut.Title(job.Prompt ?? job.Id), null, job.UserId, null, job.CreatedAt, ById);

    public static Finding Of(UserRecord user, string match) => new(
        "user", user.UserId, TextCut.Title(user.Username ?? user.FirstName ?? user.UserId), null, user.UserId, user.Username, user.LastSeen, match);

    /// <summary>The text that search looks through; null for kinds without one.</summary>
    public static string? TextOf(FactRecord fact) => fact.Kind switch
    {
        FactKind.Image => fact.Text("prompt") ?? fact.Text("full_prompt"),
        FactKind.Message => fact.Text("text"),
        _ => null,
    };

    private static string? TitleOf(FactRecord fact) => fact.Kind switch
    {
        FactKind.Activity => fact.Text("activity_type"),
        FactKind.ApiCall => $"{fact.Text("method")} {fact.Text("endpoint")}",
        FactKind.Command => fact.Text("command_name"),
        _ => TextOf(fact),
    };
}
