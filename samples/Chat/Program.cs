using Chat;

await using var chat = ChatApp.Build(args);
await chat.RunAsync();
