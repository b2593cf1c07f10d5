using System.Text.Json.Nodes;
using PersonaBot.Chats;

namespace PersonaBot.Pictures;

/// <summary>Why a picture is made. Vitrine reads it from <c>ext</c>, which becomes the image's <c>meta</c>.</summary>
internal enum PictureSource
{
    MessageResponse,
    Scheduler,
    HistoryStart,
}

/// <summary>A picture to be made and sent.</summary>
/// <param name="Wish">What it shows.</param>
internal sealed record PictureOrder(Chat Chat, string Wish, PictureSource Source)
{
    public string Prompt => $"{Chat.Persona.Look}, {Wish}";

    /// <summary>The app's own words about it: they are kept with the job, and with its image.</summary>
    public JsonObject Ext()
    {
        var ext = new JsonObject { ["chat_id"] = Chat.ConversationId, ["is_auto_followup"] = Source == PictureSource.Scheduler };
        if (Source == PictureSource.HistoryStart) ext["source"] = "history_start";
        return ext;
    }
}

/// <param name="Type">Such as <c>image/png</c>.</param>
internal sealed record Picture(byte[] Bytes, string Type);

/// <summary>Makes a picture in such a way that Vitrine has it with its record.</summary>
internal interface IPictureMaker
{
    /// <exception cref="PictureException">There is none; the message says why.</exception>
    /// <exception cref="PersonaBot.Vitrine.VitrineException">Vitrine could not be asked.</exception>
    Task<Picture> MakeAsync(PictureOrder order, CancellationToken cancellationToken);
}

internal sealed class PictureException(string message, Exception? inner = null) : Exception(message, inner);
