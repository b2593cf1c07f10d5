namespace Vitrine.Browser.Tests;

/// <summary>What the default project holds: 250 images of every source, and some of every other kind. All of it within the last two days.</summary>
internal static class Seed
{
    public const int Images = 250;
    public const string Hostile = "<img src=x onerror=\"window.hacked=true\"><script>window.hacked=true</script>";

    public static object[] Facts()
    {
        var now = TimeProvider.System.GetUtcNow();
        var facts = new List<object>();
        for (var number = 1; number <= Images; number++)
        {
            facts.Add(new
            {
                kind = "image", id = $"image-{number}", timestamp = now.AddMinutes(-number), user_id = $"u{number % 7}", username = $"user{number % 7}",
                // One in seven has no name of its own.
                first_name = number % 7 == 0 ? null : $"Name {number % 7}",
                prompt = number == 3 ? Hostile : $"Prompt number {number} of a castle",
                negative_prompt = number % 2 == 0 ? "blurry" : null, persona_id = $"p{number % 3}", persona_name = $"Persona {number % 3}", model = number % 2 == 0 ? "flux" : "sdxl", style = "ink",
                resolution = number % 2 == 0 ? "1024x1024" : "1024x768", width = 1024, height = number % 2 == 0 ? 1024 : 768, generation_time = 2.5 + (number % 10), cost = 0.01,
                // Nobody answers there: the pictures stay placeholders. Every tenth has no address at all, and one an address that no browser may open.
                image_url = number == 3 ? "javascript:window.hacked=true" : number % 10 == 0 ? null : $"https://pictures.invalid/{number}.png",
                status = number % 50 == 0 ? "failed" : "succeeded", error = number % 50 == 0 ? "The provider refused." : null,
                meta = number % 5 == 0 ? new { source = (string?)"history_start", is_auto_followup = false } : new { source = (string?)null, is_auto_followup = number % 5 == 1 },
            });
        }
        for (var number = 1; number <= 60; number++)
        {
            var time = now.AddMinutes(-3 * number);
            facts.Add(new { kind = "message", id = $"message-{number}", timestamp = time, user_id = $"u{number % 7}", conversation_id = $"c{number % 6}", role = number % 2 == 0 ? "assistant" : "user", text = $"Words of message {number}", tokens = 10 + number, model = "gpt", response_time = 0.8 });
            facts.Add(new { kind = "activity", id = $"activity-{number}", timestamp = time, user_id = $"u{number % 7}", activity_type = number % 3 == 0 ? "login" : "search", extra_data = new { page = number } });
            facts.Add(new { kind = "api_call", id = $"call-{number}", timestamp = time, user_id = $"u{number % 7}", endpoint = number % 4 == 0 ? "/api/images" : $"/api/items/{number}", method = "GET", status_code = number % 12 == 0 ? 500 : 200, error_type = number % 12 == 0 ? "boom" : null, response_time = 0.05 * number });
            facts.Add(new { kind = "command", id = $"command-{number}", timestamp = time, user_id = $"u{number % 7}", command_name = number % 2 == 0 ? "imagine" : "help", guild_id = "g1", channel_id = "ch1", execution_time = 1.5, success = number % 20 != 0 });
        }
        return [.. facts];
    }
}
