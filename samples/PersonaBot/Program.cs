using PersonaBot;

switch (args)
{
    case ["setup", .. var rest]:
        return await BotApp.SetUpAsync(rest);
    case ["poll" or "try", .. var rest]:
        await BotApp.Build([.. rest, $"--Bot:Mode={args[0]}"]).RunAsync();
        return 0;
    default:
        await BotApp.Build(args).RunAsync();
        return 0;
}
