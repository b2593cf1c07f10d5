namespace PersonaBot.Telegram;

/// <summary>What the bot does in a chat.</summary>
internal interface IMessenger
{
    /// <param name="speaker">Who says it; shown before the text.</param>
    Task SendMessageAsync(long chatId, string speaker, string text, CancellationToken cancellationToken);

    Task SendPhotoAsync(long chatId, ReadOnlyMemory<byte> picture, string type, string caption, CancellationToken cancellationToken);

    /// <summary>Shows that something is coming: <c>typing</c>, <c>upload_photo</c>.</summary>
    Task SendActionAsync(long chatId, string action, CancellationToken cancellationToken);
}
