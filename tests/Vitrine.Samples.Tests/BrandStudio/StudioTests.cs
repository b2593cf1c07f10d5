using System.Net;
using System.Text.RegularExpressions;
using Vitrine.Core.Control;
using Vitrine.Generation;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Samples.Tests.BrandStudio;

/// <summary>The brand studio as a person meets it.</summary>
public sealed partial class StudioTests
{
    [Fact]
    public async Task A_picture_is_made_for_a_brand_and_shown_with_its_record()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var ada = await studio.SignInAsync("Ada O'Neill");

        var made = await ada.SubmitAsync("/", "/pictures", ("Prompt", "a lighthouse"), ("DatasetId", "harbour-coffee"), ("Style", "watercolor"), ("AspectRatio", "16:9"), ("Quality", "high"));

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.StartsWith("/pictures/", made.Path, StringComparison.Ordinal);
        Assert.Contains("Brand: Harbour Coffee Co. Vibe: cosy, unhurried, morning light.", made.Text, StringComparison.Ordinal);
        Assert.Contains("Style: watercolor. a lighthouse", made.Text, StringComparison.Ordinal);
        var picture = await ada.GetAsync(made.Path + "/picture");
        Assert.Equal("image/png", picture.Type);
        Assert.Equal("image/webp", (await ada.GetAsync(made.Path + "/picture?size=256")).Type);

        var images = (await vitrine.Client.JsonAsync(HttpMethod.Get, "/api/v1/images")).GetProperty("images");
        var image = Assert.Single(images.EnumerateArray());
        Assert.Equal(made.Path, "/pictures/" + image.GetProperty("id").GetString());
        Assert.Equal(
            ("ada o'neill", "Ada O'Neill", "harbour-coffee", "watercolor", "16:9", "high"),
            (image.GetProperty("user_id").GetString(), image.GetProperty("first_name").GetString(), image.GetProperty("dataset_id").GetString(),
                image.GetProperty("style").GetString(), image.GetProperty("aspect_ratio").GetString(), image.GetProperty("quality").GetString()));
    }

    [Fact]
    public async Task Signing_in_is_an_activity_of_the_person()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var _ = await studio.SignInAsync("Zoë");
        var activity = Assert.Single((await vitrine.Client.JsonAsync(HttpMethod.Get, "/api/v1/activities")).GetProperty("activities").EnumerateArray());
        Assert.Equal(("zoë", "sign_in"), (activity.GetProperty("user_id").GetString(), activity.GetProperty("activity_type").GetString()));
    }

    [Fact]
    public async Task Nobody_sees_the_pictures_of_another_person()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var ada = await studio.SignInAsync("Ada");
        using var ben = await studio.SignInAsync("Ben");
        var made = await ada.SubmitAsync("/", "/pictures", ("Prompt", "the secret garden"));

        Assert.Contains("the secret garden", (await ada.GetAsync("/history")).Text, StringComparison.Ordinal);
        Assert.Contains("You have made no pictures yet", (await ben.GetAsync("/history")).Text, StringComparison.Ordinal);
        foreach (var path in new[] { made.Path, made.Path + "/picture", "/?from=" + made.Path.Split('/')[^1] })
        {
            var answer = await ben.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.DoesNotContain("secret garden", answer.Text, StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await ben.SubmitAsync("/", made.Path + "/again")).Status);
    }

    [Fact]
    public async Task Without_signing_in_there_is_only_the_way_to_sign_in()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var stranger = new Visitor(studio);
        foreach (var path in new[] { "/", "/history", "/pictures/1", "/pictures/1/picture" })
            Assert.StartsWith("/sign-in", (await stranger.GetAsync(path)).Path, StringComparison.Ordinal);
        var refused = await stranger.SubmitAsync("/sign-in", "/sign-in", ("name", "<script>"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.StartsWith("/sign-in", (await stranger.GetAsync("/")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pictures")]
    [InlineData("/pictures/1/again")]
    [InlineData("/sign-out")]
    [InlineData("/sign-in")]
    public async Task A_form_of_another_page_is_refused(string action)
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var ada = await studio.SignInAsync("Ada");
        var refused = await ada.PostAsync(action, ("Prompt", "a lighthouse"), ("name", "Eve"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("That form cannot be taken", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Ada", (await ada.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await vitrine.Client.JsonAsync(HttpMethod.Get, "/api/v1/images")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_people_write_is_text_and_no_page_has_a_script_in_it()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var ada = await studio.SignInAsync("Ada");
        const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        var made = await ada.SubmitAsync("/", "/pictures", ("Prompt", Hostile), ("Style", "\" onfocus=\"alert(3)"));
        foreach (var page in new[] { made, await ada.GetAsync("/"), await ada.GetAsync("/history"), await ada.GetAsync("/?from=" + made.Path.Split('/')[^1]) })
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains(Hostile, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", page.Html, StringComparison.Ordinal);
            Assert.DoesNotMatch(Inline(), page.Html);
            Assert.Contains("script-src 'self'", page.Headers, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-", page.Headers, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_history_has_pages_and_a_filter_by_brand()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        var facts = Enumerable.Range(0, 30).Select(number =>
            $$"""{"kind":"image","user_id":"ada","prompt":"picture number {{number}}.","dataset_id":"{{(number % 10 == 0 ? "fjell-outdoor" : "harbour-coffee")}}","timestamp":{{1_750_000_000 + number}}}""");
        await vitrine.Client.JsonAsync(HttpMethod.Post, "/api/v1/track", null, $"[{string.Join(',', facts)}]");
        using var ada = await studio.SignInAsync("Ada");

        var first = await ada.GetAsync("/history");
        Assert.Contains("Page 1 of 2", first.Text, StringComparison.Ordinal);
        Assert.Contains("picture number 29.", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("picture number 5.", first.Text, StringComparison.Ordinal);
        var second = await ada.GetAsync(Older().Match(first.Text).Groups["path"].Value);
        Assert.Contains("picture number 5.", second.Text, StringComparison.Ordinal);
        var outdoor = await ada.GetAsync("/history?dataset=fjell-outdoor");
        Assert.Equal(3, Regex.Count(outdoor.Text, "title=\"picture number", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_saved_prompt_is_made_again_or_changed()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var ada = await studio.SignInAsync("Ada");
        var first = await ada.SubmitAsync("/", "/pictures", ("Prompt", "a lighthouse"), ("DatasetId", "fjell-outdoor"), ("Style", "line art"), ("AspectRatio", "3:2"));
        var again = await ada.SubmitAsync(first.Path, first.Path + "/again");

        Assert.NotEqual(first.Path, again.Path);
        var record = await vitrine.Client.JsonAsync(HttpMethod.Get, "/api/v1/images/" + again.Path.Split('/')[^1]);
        Assert.Equal(
            ("a lighthouse", "fjell-outdoor", "line art", "3:2"),
            (record.GetProperty("prompt").GetString(), record.GetProperty("dataset_id").GetString(), record.GetProperty("style").GetString(), record.GetProperty("aspect_ratio").GetString()));

        var form = await ada.GetAsync("/?from=" + first.Path.Split('/')[^1]);
        Assert.Contains(">a lighthouse</textarea>", form.Html, StringComparison.Ordinal);
        Assert.Contains("""value="fjell-outdoor" checked""", form.Html, StringComparison.Ordinal);
        Assert.Contains("""value="line art" selected""", form.Html, StringComparison.Ordinal);
        Assert.Contains("""value="3:2" checked""", form.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_prompt_costs_nothing()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var ada = await studio.SignInAsync("Ada");
        var answer = await ada.SubmitAsync("/", "/pictures", ("Prompt", "  "), ("DatasetId", "fjell-outdoor"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("There is nothing to draw yet", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await vitrine.Client.JsonAsync(HttpMethod.Get, "/api/v1/images")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_a_provider_would_not_make_is_said_in_words_and_the_prompt_stays()
    {
        var refusing = FakeGenerator.Failing(new GenerationFailedException(GenerationFailures.Blocked, "No swords, please."));
        await using var vitrine = await RunningServer.StartAsync(refusing.In(RunningServer.Launch(RunningServer.NewFolder())));
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var ada = await studio.SignInAsync("Ada");
        var answer = await ada.SubmitAsync("/", "/pictures", ("Prompt", "a duel"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("No swords, please.", answer.Text, StringComparison.Ordinal);
        Assert.Contains(">a duel</textarea>", answer.Html, StringComparison.Ordinal);
        Assert.Contains("Not made", (await ada.GetAsync("/history")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_Vitrine_is_down_pages_say_so_and_what_was_typed_stays()
    {
        var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine);
        using var ada = await studio.SignInAsync("Ada");
        var token = ("__RequestVerificationToken", Token().Match((await ada.GetAsync("/")).Html).Groups["token"].Value);
        await vitrine.DisposeAsync();

        var typed = await ada.PostAsync("/pictures", token, ("Prompt", "a lighthouse"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, typed.Status);
        Assert.Contains(">a lighthouse</textarea>", typed.Html, StringComparison.Ordinal);
        foreach (var path in new[] { "/", "/history", "/pictures/1", "/pictures/1/picture" })
        {
            var answer = await ada.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains("Vitrine cannot be reached", answer.Text, StringComparison.Ordinal);
        }
        using var ben = await studio.SignInAsync("Ben");
        Assert.Contains("Ben", (await ben.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_Vitrine_does_not_take_is_said_in_words()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var studio = await RunningStudio.StartAsync(vitrine.Address, "vtr_app_not-a-key", "vtr_server_not-a-key");
        using var ada = await studio.SignInAsync("Ada");
        var answer = await ada.SubmitAsync("/", "/pictures", ("Prompt", "a lighthouse"));
        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Contains("Vitrine does not take the studio's key", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Brands_that_are_there_are_left_alone()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await vitrine.Client.JsonAsync(HttpMethod.Post, "/api/v1/datasets", null, """{"id":"ours","name":"Ours","brand":"Ours","vibe":"loud"}""");
        await using var studio = await RunningStudio.StartAsync(vitrine.Address, await vitrine.NewKeyAsync(KeyKind.App), vitrine.Key);
        using var ada = await studio.SignInAsync("Ada");
        await ada.SubmitAsync("/", "/pictures", ("Prompt", "a lighthouse"), ("DatasetId", "ours"));
        Assert.Equal(1, (await vitrine.Client.JsonAsync(HttpMethod.Get, "/api/v1/datasets")).GetProperty("datasets").GetArrayLength());
    }

    // A script with a body, a handler, a style: nothing that the policy would have to let through.
    [GeneratedRegex("""<script(?![^>]*\bsrc=)|<[^>"]*("[^"]*"[^>"]*)*\s(on\w+|style)=""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Inline();

    [GeneratedRegex("""rel="next" href="(?<path>[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Older();

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
