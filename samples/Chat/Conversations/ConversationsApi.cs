using Chat.Pages;
using Chat.Vitrine;
using Vitrine.Contracts;

namespace Chat.Conversations;

internal sealed record Sent(string? Text);

/// <summary>What the page's script asks for; everything that happens here is told to Vitrine.</summary>
internal static class ConversationsApi
{
    private const int MaxText = 4_000;

    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) => Html.Page<ChatPage>(new { Person = People.Read(context.User) }));
        var group = routes.MapGroup("/conversations");
        group.MapGet("", (HttpContext context, ConversationBook book) => book.List(People.Read(context.User).Id));
        group.MapPost("", Start).FromItsOwnPages();
        group.MapPost("/{id}/messages", Say).FromItsOwnPages();
        group.MapPost("/{id}/end", End).FromItsOwnPages();
    }

    private static IResult Start(HttpContext context, ConversationBook book, Tracker tracker)
    {
        var person = People.Read(context.User);
        if (book.Start(person.Id) is not { } started)
            return Results.Problem($"There are {ConversationBook.MaxPerPerson} conversations already. End one first.", statusCode: StatusCodes.Status409Conflict);
        tracker.Track(new ConversationChange { ConversationId = started.Id, Action = "created", UserId = person.Id, Username = person.Name });
        return Results.Ok(started);
    }

    private static IResult Say(string id, Sent sent, HttpContext context, ConversationBook book, Tracker tracker, TimeProvider clock)
    {
        var person = People.Read(context.User);
        var text = sent.Text?.Trim() ?? "";
        if (text.Length is 0 or > MaxText) return Results.Problem($"A message has from 1 to {MaxText} characters.", statusCode: StatusCodes.Status422UnprocessableEntity);
        if (book.Find(person.Id, id) is not { } conversation) return Results.Problem("This conversation has ended.", statusCode: StatusCodes.Status404NotFound);
        // Room for the answer too.
        if (conversation.Messages.Count + 2 > ConversationBook.MaxMessages)
            return Results.Problem("This conversation is full. Start another one.", statusCode: StatusCodes.Status409Conflict);

        var asked = book.Add(person.Id, id, "user", text);
        var begun = clock.GetTimestamp();
        var reply = EchoModel.Answer(person.Name, text);
        var took = clock.GetElapsedTime(begun);
        var answer = book.Add(person.Id, id, "assistant", reply.Text);
        if (asked is null || answer is null) return Results.Problem("This conversation has ended.", statusCode: StatusCodes.Status404NotFound);

        var fact = new MessageFact { Role = asked.Role, ConversationId = id, Id = asked.Id, Timestamp = asked.At, UserId = person.Id, Username = person.Name, InputTokens = reply.InputTokens, Text = text };
        tracker.Track(fact);
        tracker.Track(fact with
        {
            Role = answer.Role,
            Id = answer.Id,
            Timestamp = answer.At,
            InputTokens = null,
            OutputTokens = reply.OutputTokens,
            Text = reply.Text,
            Model = EchoModel.Name,
            ResponseTime = took.TotalSeconds,
        });
        return Results.Ok(new[] { asked, answer });
    }

    private static IResult End(string id, HttpContext context, ConversationBook book, Tracker tracker)
    {
        var person = People.Read(context.User);
        if (!book.End(person.Id, id)) return Results.Problem("This conversation has ended.", statusCode: StatusCodes.Status404NotFound);
        tracker.Track(new ConversationChange { ConversationId = id, Action = "ended", UserId = person.Id, Username = person.Name });
        return Results.NoContent();
    }
}
