namespace PersonaBot.Telegram;

/// <summary>A chat without Telegram: what the bot says is printed, and its pictures are files.</summary>
internal sealed class Terminal : IMessenger
{
    private readonly string folder = Directory.CreateTempSubdirectory("persona-bot-").FullName;
    private int pictures;

    public Task SendMessageAsync(long chatId, string speaker, string text, CancellationToken cancellationToken) => Console.Out.WriteLineAsync($"{speaker}: {text}");

    public async Task SendPhotoAsync(long chatId, ReadOnlyMemory<byte> picture, string type, string caption, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, $"{Interlocked.Increment(ref pictures)}.{type.Split('/')[^1]}");
        await File.WriteAllBytesAsync(file, picture, cancellationToken);
        await Console.Out.WriteLineAsync($"[{file}] {caption}");
    }

    public Task SendActionAsync(long chatId, string action, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Each line is a message; the end of the input ends the bot.</summary>
internal sealed class TerminalReader(Intake intake, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly Sender You = new(1, false, Environment.UserName, null);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Console.Out.WriteLineAsync("Write to the bot; /start begins, Ctrl+D ends.");
        for (var id = 1L; await Console.In.ReadLineAsync(stoppingToken) is { } line; id++) intake.TryTake(new Update(id, new Message(new ChatRef(You.Id), You, line, null)));
        lifetime.StopApplication();
    }
}
