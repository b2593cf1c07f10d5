using System.Text.Json;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Demo;

/// <summary>What users do while they are there.</summary>
internal sealed class DemoVisits(Random random, DemoCalendar calendar, DemoJournal journal, DemoImages images)
{
    private const long Second = FactTime.MicrosecondsPerSecond;

    private static readonly string[] StudioFeatures = ["download", "share", "edit_prompt", "upscale", "add_to_collection"];

    public void Register(DemoUser user)
    {
        journal.Add(FactKind.Activity, user.Joined, user, json =>
        {
            json.WriteString("activity_type", "registration");
            WriteDevice(json, user);
            json.WriteStartObject("extra_data");
            json.WriteString("plan", random.NextDouble() < 0.1 ? "pro" : "free");
            json.WriteString("referrer", DemoWords.Pick(random, ["search", "friend", "newsletter", "none"]));
            json.WriteEndObject();
            json.WriteStartObject("meta");
            json.WriteString("app_version", "2.4");
            json.WriteEndObject();
        });
        if (random.NextDouble() < 0.8) Visit(user, user.Joined + Seconds(20, 90));
    }

    public void Visit(DemoUser user, long time)
    {
        switch (user.Habit)
        {
            case DemoHabit.Studio:
                Studio(user, time);
                break;
            case DemoHabit.Chat:
                Chat(user, time);
                break;
            default:
                Bot(user, time);
                break;
        }
    }

    private void Studio(DemoUser user, long time)
    {
        Login(user, ref time);
        Call(user, time, "GET", "/api/gallery", 0.08);
        var pictures = 1 + random.Next(5);
        for (var picture = 0; picture < pictures; picture++)
        {
            time += Seconds(15, 150);
            var prompt = images.PromptOf(user);
            var dataset = random.NextDouble() < 0.45 ? DemoWords.Pick(random, DemoCatalogue.Datasets) : null;
            var style = DemoWords.Pick(random, DemoCatalogue.Styles);
            var (seconds, succeeded) = images.Make(user, time, prompt, null, json =>
            {
                json.WriteString("style", style);
                json.WriteString("full_prompt", $"{prompt}, {style}{(dataset is null ? "" : ", with " + string.Join(", ", dataset.Elements))}");
                json.WriteNumber("reference_images_count", dataset?.ReferenceImages ?? 0);
                if (dataset is null) return;
                json.WriteString("dataset_id", dataset.Id);
                json.WriteStartArray("unique_visual_elements");
                foreach (var element in dataset.Elements) json.WriteStringValue(element);
                json.WriteEndArray();
            });
            Call(user, time, "POST", "/api/images", seconds, succeeded ? 201 : 502, json => json.WriteNumber("cost", 0.0002m));
            if (random.NextDouble() < 0.35) Feature(user, time + Seconds(5, 40), DemoWords.Pick(random, StudioFeatures));
        }
        if (random.NextDouble() < 0.5) Feature(user, time + Seconds(30, 200), "logout");
    }

    private void Chat(DemoUser user, long time)
    {
        if (random.NextDouble() < 0.6) Login(user, ref time);
        var persona = DemoWords.Pick(random, DemoCatalogue.Personas);
        var model = DemoWords.Pick(random, DemoCatalogue.ChatModels);
        var conversation = journal.NewId(time);
        Conversation(user, time, conversation, "created", persona);
        Call(user, time, "POST", "/conversations/", 0.05, 201);
        Feature(user, time, "conversation_started");
        if (!user.HasChatted)
        {
            user.HasChatted = true;
            PersonaImage(user, time + Seconds(1, 3), persona, conversation, "history_start");
        }
        var exchanges = 1 + random.Next(5) + random.Next(4);
        for (var exchange = 0; exchange < exchanges; exchange++)
        {
            time += Seconds(8, 120);
            Message(user, time, conversation, model: null, DemoWords.Question(random), seconds: 0);
            var seconds = Math.Round(model.Seconds * images.Spread() * (calendar.IsBad(time) ? 5 : 1), 3);
            time += (long)(seconds * Second);
            Message(user, time, conversation, model, exchange == 0 ? persona.Greeting : DemoWords.Answer(random), seconds);
            Call(user, time, "POST", $"/conversations/{conversation}/messages", seconds);
            if (random.NextDouble() < 0.18) PersonaImage(user, time + Seconds(1, 4), persona, conversation, "message");
        }
        if (random.NextDouble() < 0.3) PersonaImage(user, time + Seconds(3 * 3600, 20 * 3600), persona, conversation, "followup");
        if (random.NextDouble() < 0.45)
        {
            time += Seconds(20, 600);
            Conversation(user, time, conversation, random.NextDouble() < 0.9 ? "ended" : "deleted", persona);
            Feature(user, time, "conversation_ended");
        }
    }

    private void Bot(DemoUser user, long time)
    {
        var guild = DemoWords.Pick(random, DemoCatalogue.Guilds);
        var channel = DemoWords.Pick(random, guild.Channels);
        if (random.NextDouble() < 0.2)
        {
            journal.Add(FactKind.Activity, time, user, json =>
            {
                json.WriteString("activity_type", random.NextDouble() < 0.7 ? "reaction" : "guild_joined");
                json.WriteString("guild_id", guild.Id);
                json.WriteStartObject("details");
                json.WriteString("channel_id", channel);
                json.WriteEndObject();
            });
        }
        var commands = 1 + random.Next(4);
        for (var number = 0; number < commands; number++)
        {
            time += Seconds(5, 90);
            var name = random.NextDouble() switch { < 0.62 => "imagine", < 0.76 => "upscale", < 0.86 => "loras", < 0.93 => "stats", _ => "help" };
            var (seconds, succeeded) = name is "imagine" or "upscale" ? BotImage(user, time) : (0.05 * images.Spread(), random.NextDouble() > 0.01);
            journal.Add(FactKind.Command, time, user, json =>
            {
                json.WriteString("command_name", name);
                json.WriteString("guild_id", guild.Id);
                json.WriteString("channel_id", channel);
                json.WriteNumber("execution_time", Math.Round(seconds + 0.2, 3));
                json.WriteBoolean("success", succeeded);
                if (!succeeded) json.WriteString("error", "ComfyUI did not return a picture.");
                json.WriteStartObject("meta");
                json.WriteNumber("shard", random.Next(2));
                json.WriteEndObject();
            });
        }
    }

    private (double Seconds, bool Succeeded) BotImage(DemoUser user, long time) => images.Make(user, time, images.PromptOf(user), "comfyui", json =>
    {
        json.WriteString("negative_prompt", DemoWords.Pick(random, DemoCatalogue.NegativePrompts));
        json.WriteStartArray("loras");
        if (random.NextDouble() < 0.6) json.WriteStringValue(DemoWords.Pick(random, DemoCatalogue.Loras));
        if (random.NextDouble() < 0.3)
        {
            json.WriteStartObject();
            json.WriteString("name", DemoWords.Pick(random, DemoCatalogue.Loras));
            json.WriteNumber("weight", Math.Round(0.4 + (random.NextDouble() * 0.6), 2));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private void PersonaImage(DemoUser user, long time, DemoPersona persona, string conversation, string origin) =>
        images.Make(user, time, images.PromptOf(user), "runpod", json =>
        {
            json.WriteString("persona_id", persona.Id);
            json.WriteString("persona_name", persona.Name);
            json.WriteString("negative_prompt", DemoWords.Pick(random, DemoCatalogue.NegativePrompts));
            json.WriteStartObject("meta");
            json.WriteString("chat_id", conversation);
            json.WriteString("job_id", journal.NewId(time));
            if (origin == "history_start") json.WriteString("source", "history_start");
            json.WriteBoolean("is_auto_followup", origin == "followup");
            json.WriteEndObject();
        });

    private void Message(DemoUser user, long time, string conversation, DemoChatModel? model, string text, double seconds) =>
        journal.Add(FactKind.Message, time, user, json =>
        {
            json.WriteString("conversation_id", conversation);
            json.WriteString("role", model is null ? "user" : "assistant");
            json.WriteString("text", text);
            var tokens = (text.Length / 4) + 4;
            if (model is null)
            {
                json.WriteNumber("tokens", tokens);
                return;
            }
            var input = 220 + random.Next(1800);
            json.WriteString("model", model.Name);
            json.WriteNumber("response_time", seconds);
            json.WriteNumber("input_tokens", input);
            json.WriteNumber("output_tokens", tokens);
            json.WriteNumber("cost", ((input * model.InputCost) + (tokens * model.OutputCost)) / 1_000_000);
            json.WriteStartObject("meta");
            json.WriteString("finish_reason", "stop");
            json.WriteEndObject();
        });

    private void Conversation(DemoUser user, long time, string conversation, string action, DemoPersona persona) =>
        journal.Add(FactKind.Conversation, time, user, json =>
        {
            json.WriteString("conversation_id", conversation);
            json.WriteString("action", action);
            json.WriteStartObject("meta");
            json.WriteString("persona_id", persona.Id);
            json.WriteEndObject();
        });

    private void Login(DemoUser user, ref long time)
    {
        journal.Add(FactKind.Activity, time, user, json =>
        {
            json.WriteString("activity_type", "login");
            WriteDevice(json, user);
        });
        Call(user, time, "POST", "/auth/token", 0.12);
        time += Seconds(2, 20);
    }

    private void Feature(DemoUser user, long time, string name) =>
        journal.Add(FactKind.Activity, time, user, json => json.WriteString("activity_type", name));

    private void Call(DemoUser user, long time, string method, string endpoint, double seconds, int success = 200, Action<Utf8JsonWriter>? more = null)
    {
        var isBad = calendar.IsBad(time);
        var (status, error) = random.NextDouble() switch
        {
            < 0.30 when isBad => (503, "upstream_unavailable"),
            < 0.008 => (429, "rate_limited"),
            < 0.014 => (404, "not_found"),
            < 0.019 => (500, "internal_error"),
            _ => (success, success >= 400 ? "upstream_failed" : null),
        };
        journal.Add(FactKind.ApiCall, time, user, json =>
        {
            json.WriteString("endpoint", endpoint);
            json.WriteString("method", method);
            json.WriteNumber("status_code", status);
            json.WriteNumber("response_time", Math.Round(seconds * (isBad ? 3 : 1) * images.Spread(), 4));
            if (error is not null) json.WriteString("error_type", error);
            json.WriteStartObject("meta");
            json.WriteString("region", DemoWords.Pick(random, ["eu-central", "eu-west", "us-east"]));
            json.WriteEndObject();
            more?.Invoke(json);
        });
    }

    private void WriteDevice(Utf8JsonWriter json, DemoUser user)
    {
        json.WriteString("ip_address", $"203.0.113.{user.Username.Length * 7 % 250}");
        json.WriteString("user_agent", DemoCatalogue.UserAgents[user.Username.Length % DemoCatalogue.UserAgents.Length]);
    }

    private long Seconds(double from, double to) => (long)((from + (random.NextDouble() * (to - from))) * Second);
}
