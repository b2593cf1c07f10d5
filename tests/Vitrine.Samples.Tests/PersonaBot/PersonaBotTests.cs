using System.Net;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Samples.Tests.PersonaBot;

/// <summary>The persona bot between Telegram's API and a real Vitrine.</summary>
public sealed class PersonaBotTests
{
    [Fact]
    public async Task Its_three_kinds_of_pictures_arrive_in_Vitrine_as_what_they_are()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram);

        await bot.WriteAsync("/start");
        await bot.UntilAsync(() => telegram.Calls("sendPhoto").Count() == 1);
        await bot.WriteAsync("draw me the moon over the hills");
        await bot.UntilAsync(() => telegram.Calls("sendPhoto").Count() == 2);
        bot.Clock.Advance(TimeSpan.FromMinutes(181));
        await bot.UntilAsync(() => telegram.Calls("sendPhoto").Count() == 3);
        // The names come with the messages, behind them.
        await bot.UntilAsync(async () => (await vitrine.ImagesAsync()).All(image => image.GetProperty("first_name").GetString() == "Ada"));

        var images = (await vitrine.ImagesAsync()).ToDictionary(image => image.GetProperty("source").GetString()!);
        Assert.Equal(["history_start", "message_response", "scheduler"], images.Keys.Order(StringComparer.Ordinal));
        foreach (var image in images.Values)
        {
            Assert.Equal(
                (42, "ada_l", "luna", "Luna"),
                (image.GetProperty("user_id").GetInt64(), image.GetProperty("username").GetString(), image.GetProperty("persona_id").GetString(), image.GetProperty("persona_name").GetString()));
            Assert.StartsWith("Luna, an astronomer", image.GetProperty("prompt").GetString(), StringComparison.Ordinal);
            Assert.Equal("text, watermark, extra fingers", image.GetProperty("negative_prompt").GetString());
            Assert.NotEmpty(image.GetProperty("meta").GetProperty("job_id").GetString()!);
        }
        Assert.Single(images.Values.Select(image => image.GetProperty("meta").GetProperty("chat_id").GetString()).Distinct());
        Assert.True(images["scheduler"].GetProperty("meta").GetProperty("is_auto_followup").GetBoolean());
        Assert.False(images["message_response"].GetProperty("meta").GetProperty("is_auto_followup").GetBoolean());
        Assert.EndsWith("draw me the moon over the hills", images["message_response"].GetProperty("prompt").GetString(), StringComparison.Ordinal);

        Assert.All(telegram.Calls("sendPhoto"), call => Assert.Equal((42, "image/png"), (call.ChatId, call.PhotoType)));
        Assert.All(telegram.Calls("sendPhoto"), call => Assert.Equal("PNG"u8, call.Photo.AsSpan(1, 3)));
        Assert.Contains(telegram.Calls("sendChatAction"), call => call.Fields["action"] == "upload_photo");
    }

    [Fact]
    public async Task What_comes_within_a_short_time_is_answered_together()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram);
        await bot.WriteAsync("hello");
        bot.Clock.Advance(TimeSpan.FromSeconds(1));
        await bot.WriteAsync("any tea left?");
        Assert.Empty(telegram.Calls("sendMessage"));
        bot.Clock.Advance(TimeSpan.FromSeconds(1));
        await bot.WriteAsync("thanks", chat: 43);
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 2);
        var answer = Assert.Single(telegram.Calls("sendMessage"), call => call.ChatId == 42);
        Assert.Contains("Hello again, Ada.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Tea, always.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Any time.", telegram.Calls("sendMessage").Single(call => call.ChatId == 43).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happens_is_told_to_Vitrine()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram);
        await bot.WriteAsync("/start marlow");
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 1);
        await bot.WriteAsync("thanks");
        await bot.UntilAsync(async () => (await vitrine.ListAsync("messages")).Length == 3);
        await bot.UntilAsync(async () => (await vitrine.ListAsync("commands")).Length == 1);

        var messages = await vitrine.ListAsync("messages");
        Assert.Equal(["assistant", "user", "assistant"], messages.Select(message => message.GetProperty("role").GetString()));
        Assert.Equal("thanks", messages[1].GetProperty("text").GetString());
        Assert.True(messages[0].GetProperty("response_time").GetDouble() >= 1.5);
        Assert.Single(messages.Select(message => message.GetProperty("conversation_id").GetString()).Distinct());
        Assert.Equal("start", (await vitrine.ListAsync("commands"))[0].GetProperty("command_name").GetString());
        Assert.Equal("start", (await vitrine.ListAsync("activities"))[0].GetProperty("activity_type").GetString());
        var user = Assert.Single(await vitrine.ListAsync("users"));
        Assert.Equal(("42", "ada_l", "Ada"), (user.GetProperty("user_id").GetString(), user.GetProperty("username").GetString(), user.GetProperty("first_name").GetString()));
    }

    [Fact]
    public async Task An_update_that_comes_again_does_nothing()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram);
        var update = RunningBot.Update(7, "thanks");
        Assert.Equal(HttpStatusCode.OK, await bot.SendAsync(update));
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 1);
        Assert.Equal(HttpStatusCode.OK, await bot.SendAsync(update));
        Assert.Equal(HttpStatusCode.OK, await bot.SendAsync(RunningBot.Update(8, "hello")));
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 2);
        Assert.Single(telegram.Calls("sendMessage"), call => call.Text.Contains("Any time.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_Telegram_gets_in()
    {
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(new Uri("http://127.0.0.1:1"), "vtr_server_none", telegram);
        foreach (var secret in new[] { null, "", "wrong", RunningBot.Secret + "x" })
            Assert.Equal(HttpStatusCode.Unauthorized, await bot.SendAsync(RunningBot.Update(1, "hello"), secret));
        Assert.Equal(HttpStatusCode.BadRequest, await bot.SendAsync("{"));
        Assert.Equal(HttpStatusCode.OK, await bot.SendAsync("""{"update_id":2,"edited_message":{"text":"hello"}}"""));
    }

    [Fact]
    public async Task While_Vitrine_is_down_the_bot_answers_all_the_same()
    {
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(new Uri("http://127.0.0.1:1"), "vtr_server_none", telegram);
        await bot.WriteAsync("/start");
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 2);
        Assert.Contains("I am Luna", telegram.Calls("sendMessage").First().Text, StringComparison.Ordinal);
        Assert.Contains("it did not work out", telegram.Calls("sendMessage").Last().Text, StringComparison.Ordinal);
        await bot.WriteAsync("thanks");
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 3);
        Assert.Empty(telegram.Calls("sendPhoto"));
    }

    [Fact]
    public async Task A_picture_that_was_not_made_is_said_in_words()
    {
        var refusing = FakeGenerator.Failing(new Vitrine.Generation.GenerationFailedException(Vitrine.Generation.GenerationFailures.Blocked, "No."));
        await using var vitrine = await RunningServer.StartAsync(refusing.In(RunningServer.Launch(RunningServer.NewFolder())));
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram);
        await bot.WriteAsync("/start");
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 2);
        Assert.Contains("it did not work out", telegram.Calls("sendMessage").Last().Text, StringComparison.Ordinal);
        Assert.Equal("history_start", Assert.Single(await vitrine.ImagesAsync()).GetProperty("source").GetString());
    }

    [Fact]
    public async Task The_bot_writes_by_itself_only_so_often_and_not_after_stop()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram, null, "--Bot:MaxFollowUps=1");
        await bot.WriteAsync("thanks", chat: 1);
        await bot.WriteAsync("thanks", chat: 2);
        await bot.WriteAsync("/stop", chat: 2);
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 3);
        bot.Clock.Advance(TimeSpan.FromMinutes(181));
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 4);
        Assert.Contains("a shooting star", telegram.Calls("sendMessage").Last().Text, StringComparison.Ordinal);
        // Another silence; then a word, which is answered behind whatever the scheduler would have begun before it.
        bot.Clock.Advance(TimeSpan.FromMinutes(400));
        await bot.WriteAsync("hello", chat: 1);
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Any(call => call.Text.Contains("rings, badly", StringComparison.Ordinal)));
        Assert.Equal(5, telegram.Calls("sendMessage").Count());
        Assert.Equal(2, telegram.Calls("sendMessage").Count(call => call.ChatId == 2));
    }

    [Fact]
    public async Task Telegrams_wait_is_kept_and_a_message_is_sent_once()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        var refusals = 0;
        telegram.Refuse = call => call.Method == "sendMessage" && Interlocked.Increment(ref refusals) == 1
            ? (429, """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}""")
            : null;
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram);
        await bot.WriteAsync("thanks");
        bot.Clock.Advance(TimeSpan.FromSeconds(1.5));
        var begun = bot.Clock.GetUtcNow();
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Any());
        Assert.True(bot.Clock.GetUtcNow() - begun >= TimeSpan.FromSeconds(3));
        Assert.Single(telegram.Calls("sendMessage"));
    }

    [Fact]
    public async Task Who_blocked_the_bot_is_left_alone()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        telegram.Refuse = call => call.Method == "sendMessage" && call.ChatId == 1 ? (403, """{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}""") : null;
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram);
        await bot.WriteAsync("thanks", chat: 1);
        await bot.WriteAsync("thanks", chat: 2);
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Any());
        bot.Clock.Advance(TimeSpan.FromMinutes(181));
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Count() == 2);
        Assert.All(telegram.Calls("sendMessage"), call => Assert.Equal(2, call.ChatId));
    }

    [Fact]
    public async Task What_people_are_called_is_text_to_Telegram()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram);
        Assert.Equal(HttpStatusCode.OK, await bot.SendAsync(RunningBot.Update(1, "hi", firstName: "<b>&</b>")));
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Any());
        var said = telegram.Calls("sendMessage").Single();
        Assert.Equal("HTML", said.Fields["parse_mode"]);
        Assert.Equal("<b>Luna</b>\nHello again, &lt;b&gt;&amp;&lt;/b&gt;.", said.Text);
    }

    [Fact]
    public async Task Without_an_address_of_its_own_it_asks_Telegram()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        telegram.Updates.Enqueue(RunningBot.Update(500, "thanks"));
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram, null, "--Bot:Mode=Poll");
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Any());
        await bot.UntilAsync(() => telegram.Updates.IsEmpty);
        Assert.NotEmpty(telegram.Calls("deleteWebhook"));
        Assert.Single(telegram.Calls("sendMessage"));
    }

    [Fact]
    public async Task Setup_tells_Telegram_where_the_bot_is()
    {
        await using var telegram = await TelegramApi.StartAsync();
        string[] args = [$"--Bot:Token={TelegramApi.Token}", $"--Bot:TelegramUrl={telegram.Address}", $"--Bot:WebhookSecret={RunningBot.Secret}", "--Bot:VitrineKey=none"];
        Assert.Equal(1, await global::PersonaBot.BotApp.SetUpAsync(args));
        Assert.Equal(0, await global::PersonaBot.BotApp.SetUpAsync([.. args, "--Bot:PublicUrl=https://bot.example"]));
        var call = Assert.Single(telegram.Calls("setWebhook"));
        Assert.Equal(("https://bot.example/telegram/webhook", RunningBot.Secret, """["message"]"""), (call.Fields["url"], call.Fields["secret_token"], call.Fields["allowed_updates"]));
    }

    [Fact]
    public async Task The_token_and_the_key_reach_no_log()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        telegram.Refuse = call => call.Method == "sendMessage" ? (400, """{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}""") : null;
        using var logs = new Logs();
        await using (var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram, logs))
        {
            await bot.WriteAsync("thanks");
            await bot.UntilAsync(() => logs.Lines.Any(line => line.Contains("chat not found", StringComparison.Ordinal)));
        }
        await using (var lonely = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram, logs, "--Bot:TelegramUrl=http://127.0.0.1:1"))
        {
            await lonely.WriteAsync("thanks");
            await lonely.UntilAsync(() => logs.Lines.Any(line => line.Contains("sendMessage failed: Connection refused", StringComparison.Ordinal)));
        }
        Assert.DoesNotContain(logs.Lines, line => line.Contains(TelegramApi.Token, StringComparison.Ordinal) || line.Contains(vitrine.Key, StringComparison.Ordinal) || line.Contains(RunningBot.Secret, StringComparison.Ordinal));
    }
}
