using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Blobs;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Generation;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Storage;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Generation;

public sealed class GenerationTests
{
    // The smallest PNG: one white pixel.
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_is_made_without_any_provider_set_up_and_is_there_everywhere()
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await GenerateAsync(server.Client, new { prompt = "Modern coffee shop interior", style = "photorealistic", aspect_ratio = "16:9", user_id = "u1" });
        Assert.Equal("Style: photorealistic. Modern coffee shop interior", Text(answer, "prompt_used"));
        Assert.Equal(("Modern coffee shop interior", "sketch", "png", "1360x768"), (Text(answer, "caption"), Text(answer, "provider"), Text(answer, "format"), Text(answer, "resolution")));
        var id = Text(answer, "id");

        // Whoever has the address sees the picture.
        using var picture = await server.Anonymous.GetAsync(new Uri(Text(answer, "image_url")!), Cancel);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (picture.StatusCode, picture.Content.Headers.ContentType!.MediaType));

        var fact = await JsonAsync(server.Client, $"/api/v1/images/{id}");
        Assert.Equal((Text(answer, "image_url"), "u1", "succeeded"), (Text(fact, "image_url"), Text(fact, "user_id"), Text(fact, "status")));
        var row = await JsonAsync(server.Client, $"/ai/generated-images/{id}");
        Assert.Equal((Text(answer, "prompt_used"), 1360), (Text(row, "full_prompt"), row.GetProperty("width").GetInt32()));
        var history = await JsonAsync(server.Client, "/ai/generated-images?limit=20&offset=0");
        Assert.Equal([id], history.GetProperty("images").EnumerateArray().Select(image => Text(image, "id")));
        Assert.Empty((await JsonAsync(server.Client, "/ai/generated-images?offset=1")).GetProperty("images").EnumerateArray());
    }

    [Fact]
    public async Task The_model_is_given_what_the_dataset_adds_and_the_options_that_were_sent()
    {
        var generator = FakeGenerator.Of(Pixel);
        await using var server = await StartAsync(generator);
        var entities = (IEntityStore)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        await entities.PutDatasetAsync(new Dataset("d-1", "Coffee", "Coffee Co.", "cozy", null, null, """["green apron"]""", 1), Cancel);
        var answer = await GenerateAsync(server.Client, new
        {
            prompt = "A cup", dataset_id = "d-1", negative_prompt = "people", quality = "high", seed = 7, reference_images = new[] { Convert.ToBase64String(Pixel) },
            ext = new { is_auto_followup = true, chat = "c-1" },
        });
        var (request, options) = Assert.Single(generator.Asked);
        Assert.Equal("Brand: Coffee Co. Vibe: cozy. Unique visual elements: green apron. A cup", request.Prompt);
        Assert.Equal(Pixel, ((DataContent)Assert.Single(request.OriginalImages!)).Data.ToArray());
        Assert.Equal(("people", "high", 7L), (options!.AdditionalProperties![ImageProperties.NegativePrompt], options.AdditionalProperties[ImageProperties.Quality], options.AdditionalProperties[ImageProperties.Seed]));
        Assert.Equal(1, answer.GetProperty("reference_images_count").GetInt32());
        var fact = await JsonAsync(server.Client, $"/api/v1/images/{Text(answer, "id")}");
        Assert.Equal(("scheduler", "d-1", "fake-1"), (Text(fact, "source"), Text(fact, "dataset_id"), Text(fact, "model")));
        Assert.Equal("c-1", Text(fact.GetProperty("meta"), "chat"));
    }

    [Theory]
    [InlineData(GenerationFailures.Blocked, HttpStatusCode.UnprocessableEntity, "generation_blocked")]
    [InlineData(GenerationFailures.NoImage, HttpStatusCode.BadGateway, "generation_failed")]
    [InlineData(GenerationFailures.InvalidRequest, HttpStatusCode.BadRequest, "invalid_value")]
    public async Task A_failure_is_a_fact_too(string reason, HttpStatusCode status, string code)
    {
        await using var server = await StartAsync(FakeGenerator.Failing(new GenerationFailedException(reason, "The provider's words.")));
        using var response = await PostAsync(server.Client, new { prompt = "A cup", user_id = "u1" });
        var problem = await ProblemBody.AssertAsync(response, status, code);
        Assert.Contains("The provider's words.", problem.Detail);
        var image = Assert.Single((await JsonAsync(server.Client, "/api/v1/images")).GetProperty("images").EnumerateArray());
        Assert.Equal(("failed", $"{reason}: The provider's words.", "A cup"), (Text(image, "status"), Text(image, "error"), Text(image, "prompt")));
        Assert.Contains(Text(image, "id")!, problem.Detail);
    }

    [Fact]
    public async Task What_a_provider_calls_a_picture_and_is_none_is_a_failure()
    {
        await using var server = await StartAsync(FakeGenerator.Of("<html>"u8.ToArray()));
        using var response = await PostAsync(server.Client, new { prompt = "A cup" });
        await ProblemBody.AssertAsync(response, HttpStatusCode.BadGateway, "generation_failed");
    }

    [Fact]
    public async Task An_image_that_takes_too_long_is_given_up()
    {
        var clock = new ManualClock();
        var asked = new TaskCompletionSource();
        var generator = new FakeGenerator(async (_, cancellationToken) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("Unreachable.");
        });
        await using var server = await RunningServer.StartAsync(generator.In(RunningServer.Launch(RunningServer.NewFolder()) with { Clock = clock }));
        var answering = PostAsync(server.Client, new { prompt = "A cup" });
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        clock.Advance(TimeSpan.FromSeconds(300));
        using var response = await answering;
        await ProblemBody.AssertAsync(response, HttpStatusCode.GatewayTimeout, "generation_timed_out");
    }

    [Theory]
    [InlineData("""{"prompt":" "}""", HttpStatusCode.BadRequest, "missing_field", "prompt")]
    [InlineData("""{"prompt":"a","provider":"nobody"}""", HttpStatusCode.BadRequest, "unknown_provider", "provider")]
    [InlineData("""{"prompt":"a","dataset_id":"nobody"}""", HttpStatusCode.NotFound, "dataset_not_found", "dataset_id")]
    [InlineData("""{"prompt":"a","reference_images":["%%"]}""", HttpStatusCode.BadRequest, "invalid_value", "reference_images")]
    [InlineData("""{"prompt":"a","reference_images":["PHN2Zz4="]}""", HttpStatusCode.UnprocessableEntity, "picture_refused", "reference_images")]
    [InlineData("""{"prompt":"a","reference_images":[null]}""", HttpStatusCode.BadRequest, "invalid_value", "reference_images")]
    [InlineData("""{"prompt":"a\u0000b"}""", HttpStatusCode.BadRequest, "invalid_text", "prompt")]
    [InlineData("""{"prompt":"a","user_id":"ЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖЖ"}""", HttpStatusCode.BadRequest, "too_long", "user_id")]
    [InlineData("""{"prompt":"a","ext":[]}""", HttpStatusCode.BadRequest, "wrong_type", "ext")]
    [InlineData("""{"prompt":7}""", HttpStatusCode.BadRequest, "invalid_body", "prompt")]
    public async Task What_is_wrong_with_a_request_is_said_before_anything_is_paid_for(string body, HttpStatusCode status, string code, string field)
    {
        var generator = FakeGenerator.Of(Pixel);
        await using var server = await StartAsync(generator);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(new Uri("/ai/generate", UriKind.Relative), content, Cancel);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, status, code)).Field);
        Assert.Empty(generator.Asked);
        Assert.Empty((await JsonAsync(server.Client, "/api/v1/images")).GetProperty("images").EnumerateArray());
    }

    [Fact]
    public async Task A_request_can_come_as_a_form_with_its_reference_images_as_files()
    {
        var generator = FakeGenerator.Of(Pixel);
        await using var server = await StartAsync(generator);
        using var form = Form(("prompt", "A cup"), ("seed", "7"), ("user_id", "anna"), ("ext", """{"chat":"c-1"}"""));
        using var file = new ByteArrayContent(Pixel);
        form.Add(file, "reference_images", "cup.png");
        using var response = await server.Client.PostAsync(new Uri("/ai/generate", UriKind.Relative), form, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        var (request, options) = Assert.Single(generator.Asked);
        Assert.Equal(Pixel, ((DataContent)Assert.Single(request.OriginalImages!)).Data.ToArray());
        Assert.Equal(("A cup", 7L), (request.Prompt, options!.AdditionalProperties![ImageProperties.Seed]));
        var fact = await JsonAsync(server.Client, $"/api/v1/images/{Text(JsonElement.Parse(text), "id")}");
        Assert.Equal(("anna", "c-1"), (Text(fact, "user_id"), Text(fact.GetProperty("meta"), "chat")));
    }

    [Theory]
    [InlineData("reference_images", "<svg>", "", HttpStatusCode.UnprocessableEntity, "picture_refused", "reference_images")]
    [InlineData("logo", "<svg>", "", HttpStatusCode.BadRequest, "invalid_value", "logo")]
    [InlineData(null, null, "seed=x", HttpStatusCode.BadRequest, "invalid_number", "seed")]
    [InlineData(null, null, "ext={", HttpStatusCode.BadRequest, "invalid_json", "ext")]
    [InlineData(null, null, "prompt=", HttpStatusCode.BadRequest, "missing_field", "prompt")]
    public async Task What_is_wrong_with_a_form_is_said(string? name, string? bytes, string more, HttpStatusCode status, string code, string field)
    {
        var generator = FakeGenerator.Of(Pixel);
        await using var server = await StartAsync(generator);
        using var form = more.Length == 0 ? Form(("prompt", "A cup")) : more.StartsWith("prompt", StringComparison.Ordinal) ? Form(("style", "ink")) : Form(("prompt", "A cup"), (more.Split('=')[0], more.Split('=')[1]));
        using var file = new StringContent(bytes ?? "");
        if (name is not null) form.Add(file, name, "file");
        using var response = await server.Client.PostAsync(new Uri("/ai/generate", UriKind.Relative), form, Cancel);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, status, code)).Field);
        Assert.Empty(generator.Asked);
    }

    [Theory]
    [InlineData("multipart/form-data", "--x\r\n")]
    [InlineData("multipart/form-data; boundary=x", "nothing of the kind")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\nA cup\r\n--x--\r\n")]
    public async Task What_is_no_form_is_refused(string type, string body)
    {
        await using var server = await StartAsync(FakeGenerator.Of(Pixel));
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var response = await server.Client.PostAsync(new Uri("/ai/generate", UriKind.Relative), content, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return form;
    }

    [Fact]
    public async Task An_app_key_makes_and_sees_images_of_its_end_user_alone()
    {
        await using var server = await StartAsync(FakeGenerator.Of(Pixel));
        var key = await server.NewKeyAsync(KeyKind.App);
        using var anna = ClientOf(server, key, "anna");
        using var bob = ClientOf(server, key, "bob");
        using var nobody = ClientOf(server, key, null);
        var made = await GenerateAsync(anna, new { prompt = "A cup" });
        Assert.Equal("anna", Text(made, "user_id"));
        using (var other = await PostAsync(anna, new { prompt = "A cup", user_id = "bob" })) await ProblemBody.AssertAsync(other, HttpStatusCode.Forbidden, "forbidden");
        using (var unnamed = await PostAsync(nobody, new { prompt = "A cup" })) await ProblemBody.AssertAsync(unnamed, HttpStatusCode.Forbidden, "forbidden");
        Assert.Single((await JsonAsync(anna, "/ai/generated-images")).GetProperty("images").EnumerateArray());
        Assert.Empty((await JsonAsync(bob, "/ai/generated-images")).GetProperty("images").EnumerateArray());
        using (var hidden = await bob.GetAsync(new Uri($"/ai/generated-images/{Text(made, "id")}", UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using (var hidden = await bob.GetAsync(new Uri($"/api/v1/images/{Text(made, "id")}/picture", UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using (var shown = await anna.GetAsync(new Uri($"/api/v1/images/{Text(made, "id")}/picture", UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
    }

    [Fact]
    public async Task An_image_is_made_again_from_its_record_whoever_made_it()
    {
        var generator = FakeGenerator.Of(Pixel);
        await using var server = await StartAsync(generator);
        using (var tracked = await server.Client.PostAsJsonAsync(
            new Uri("/api/v1/track", UriKind.Relative),
            new { kind = "image", id = "i-1", prompt = "A cup", negative_prompt = "people", style = "ink", user_id = "anna", provider = "elsewhere", model = "theirs", dataset_id = "gone" }, Cancel))
            Assert.Equal(HttpStatusCode.OK, tracked.StatusCode);
        using var response = await server.Client.PostAsync(new Uri("/api/v1/images/i-1/again", UriKind.Relative), null, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        var answer = JsonDocument.Parse(text).RootElement;
        Assert.Equal(("Style: ink. A cup", "anna", "fake", "people"), (Text(answer, "prompt_used"), Text(answer, "user_id"), Text(answer, "provider"), Text(answer, "negative_prompt")));
        var fact = await JsonAsync(server.Client, $"/api/v1/images/{Text(answer, "id")}");
        Assert.Equal(("i-1", "again"), (Text(fact, "again_of"), Text(fact, "origin")));
        var counted = await JsonAsync(server.Client, "/api/v1/query?kind=image&measure=count&by=origin&days=30");
        Assert.Equal([(null, 1), ("again", 1)], counted.GetProperty("series").EnumerateArray().Select(series => (Text(series, "key"), series.GetProperty("total").GetProperty("count").GetInt32())).Order());
        var listed = await JsonAsync(server.Client, "/api/v1/images?origin=again");
        Assert.Equal([Text(answer, "id")], listed.GetProperty("images").EnumerateArray().Select(image => Text(image, "id")));

        using var bob = ClientOf(server, await server.NewKeyAsync(KeyKind.App), "bob");
        using var hidden = await bob.PostAsync(new Uri("/api/v1/images/i-1/again", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using var missing = await server.Client.PostAsync(new Uri("/api/v1/images/nobody/again", UriKind.Relative), null, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Single(generator.Asked);
    }

    [Fact]
    public async Task Nobody_and_ingest_keys_make_no_images()
    {
        await using var server = await StartAsync(FakeGenerator.Of(Pixel));
        using (var response = await PostAsync(server.Anonymous, new { prompt = "A cup" })) await ProblemBody.AssertAsync(response, HttpStatusCode.Unauthorized, "unauthorized");
        using var ingest = ClientOf(server, await server.NewKeyAsync(KeyKind.Ingest), null);
        using (var response = await PostAsync(ingest, new { prompt = "A cup" })) await ProblemBody.AssertAsync(response, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task While_facts_wait_the_answer_is_good_and_the_fact_comes_in_once_it_can()
    {
        var clock = new ManualClock();
        RejectingStore? store = null;
        var launch = RunningServer.Launch(RunningServer.NewFolder());
        await using var server = await RunningServer.StartAsync(FakeGenerator.Of(Pixel).In(launch with
        {
            Clock = clock,
            ConfigureServices = services => WrapStores(services, around => store = around),
        }));
        store!.Rejects = true;
        var id = Text(await GenerateAsync(server.Client, new { prompt = "A cup" }), "id");
        using (var response = await server.Client.GetAsync(new Uri($"/api/v1/images/{id}", UriKind.Relative), Cancel)) Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        store.Rejects = false;
        await ComesAsync(server, clock, id!);
    }

    [Theory]
    [InlineData(nameof(IEntityStore.PutJobAsync), 0)]
    [InlineData(nameof(IPictureIndex.AddPictureAsync), 1)]
    public async Task Reference_images_of_a_request_that_comes_to_nothing_are_not_kept(string rejected, int passes)
    {
        RejectingStore? store = null;
        var launch = RunningServer.Launch(RunningServer.NewFolder());
        await using var server = await RunningServer.StartAsync(FakeGenerator.Of(Pixel).In(launch with { ConfigureServices = services => WrapStores(services, around => store = around) }));
        (store!.Rejected, store.Passes, store.Rejects) = (rejected, passes, true);
        var references = new[] { Convert.ToBase64String(Pixel), Convert.ToBase64String([.. Pixel, 0]) };
        using (var response = await PostAsync(server.Client, new { prompt = "A cup", reference_images = references }))
            await ProblemBody.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "queue_full");
        var index = (IPictureIndex)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        foreach (var bytes in (byte[][])[Pixel, [.. Pixel, 0]]) Assert.Null(await index.FindPictureAsync(Bucket.ReferenceImages, BlobHash.Of(bytes), Cancel));
        Assert.False(await server.Services.GetRequiredService<IBlobStore>().ExistsAsync(new BlobKey("default", Bucket.ReferenceImages, BlobHash.Of(Pixel)), Cancel));
    }

    [Fact]
    public async Task An_image_that_says_empty_of_what_it_is_another_is_not_made_again()
    {
        await using var server = await StartAsync(FakeGenerator.Of(Pixel));
        using var tracked = await server.Client.PostAsJsonAsync(new Uri("/api/v1/track", UriKind.Relative), new { kind = "image", id = "i-1", prompt = "A cup", again_of = "" }, Cancel);
        Assert.Equal(HttpStatusCode.OK, tracked.StatusCode);
        var fact = await JsonAsync(server.Client, "/api/v1/images/i-1");
        Assert.Equal((null, null), (Text(fact, "again_of"), Text(fact, "origin")));
        Assert.Equal(0, (await JsonAsync(server.Client, "/api/v1/images?origin=again")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_came_of_an_image_is_written_down_once_it_can_be()
    {
        var clock = new ManualClock();
        RejectingStore? store = null;
        var slow = new SlowGenerator();
        var launch = RunningServer.Launch(RunningServer.NewFolder());
        await using var server = await RunningServer.StartAsync(slow.Generator.In(launch with { Clock = clock, ConfigureServices = services => WrapStores(services, around => store = around) }));
        var id = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
        await slow.Asked;
        store!.IsFull = true;
        slow.Finish();
        // Slowly: the provider, too, has its time by this clock.
        var looks = 0;
        await server.EventuallyAsync($"/api/v1/jobs/{id}", _ => store.Refused > 2, () => clock.Advance(++looks % 20 == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("running", (await server.Client.JsonAsync(HttpMethod.Get, $"/api/v1/jobs/{id}")).Text("status"));
        store.IsFull = false;
        await server.EventuallyAsync($"/api/v1/jobs/{id}", job => job.Text("status") == "succeeded" && job.GetProperty("fact_is_stored").GetBoolean(), () => clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal("succeeded", (await server.Client.JsonAsync(HttpMethod.Get, $"/api/v1/images/{id}")).Text("status"));
    }

    [Fact]
    public async Task What_the_end_of_a_process_kept_back_is_stored_at_the_next_start_and_what_ran_has_failed()
    {
        var folder = RunningServer.NewFolder();
        await using (var store = await SqliteFactStore.OpenAsync(Path.Combine(folder, "projects", "default"), new StoreOptions(), TimeProvider.System, cancellationToken: Cancel))
        {
            var before = FactTime.From(Some.Noon.AddDays(-1));
            await store.PutJobAsync(new ImageJob { Id = "j-1", Status = JobStatus.Running, CreatedAt = before, UpdatedAt = before }, Cancel);
            await store.PutJobAsync(new ImageJob { Id = "j-2", Status = JobStatus.Succeeded, PendingFact = """{"kind":"image","id":"j-2","prompt":"A cup"}""", CreatedAt = before, UpdatedAt = before }, Cancel);
        }
        var clock = new ManualClock();
        await using var server = await RunningServer.StartAsync(FakeGenerator.Of(Pixel).In(RunningServer.Launch(folder) with { Clock = clock }));
        await ComesAsync(server, clock, "j-2");
        var entities = (IEntityStore)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        var job = await entities.FindJobAsync("j-1", Cancel);
        Assert.Equal((JobStatus.Failed, "interrupted"), (job!.Status, job.Error));
    }

    [Fact]
    public async Task A_fact_that_cannot_be_stored_does_not_hold_up_those_behind_it()
    {
        var folder = RunningServer.NewFolder();
        await using (var store = await SqliteFactStore.OpenAsync(Path.Combine(folder, "projects", "default"), new StoreOptions(), TimeProvider.System, cancellationToken: Cancel))
        {
            await store.PutJobAsync(new ImageJob { Id = "j-1", Status = JobStatus.Succeeded, PendingFact = """{"kind":"nonsense"}""", CreatedAt = 1, UpdatedAt = 1 }, Cancel);
            await store.PutJobAsync(new ImageJob { Id = "j-2", Status = JobStatus.Succeeded, PendingFact = """{"kind":"image","id":"j-2","prompt":"A cup"}""", CreatedAt = 2, UpdatedAt = 2 }, Cancel);
        }
        var clock = new ManualClock();
        await using var server = await RunningServer.StartAsync(FakeGenerator.Of(Pixel).In(RunningServer.Launch(folder) with { Clock = clock }));
        await ComesAsync(server, clock, "j-2");
        var entities = (IEntityStore)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        var job = await entities.FindJobAsync("j-1", Cancel);
        Assert.Equal(("fact_refused", null), (job!.Error, job.PendingFact));
    }

    [Fact]
    public async Task More_than_may_be_at_once_are_turned_away_before_their_body_is_read()
    {
        var asked = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var generator = new FakeGenerator(async (_, _) =>
        {
            asked.SetResult();
            await goOn.Task;
            return new ImageGenerationResponse([new DataContent(Pixel, "image/png")]);
        });
        await using var server = await RunningServer.StartAsync(generator.In(RunningServer.Launch(RunningServer.NewFolder(), ("Generation:MaxRequests", "1"))));
        var first = PostAsync(server.Client, new { prompt = "A cup" });
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        using (var second = await PostAsync(server.Client, new { prompt = "A cup" }))
        {
            await ProblemBody.AssertAsync(second, HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.NotNull(second.Headers.RetryAfter);
        }
        goOn.SetResult();
        using var made = await first;
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
    }

    [Fact]
    public async Task A_default_provider_that_is_not_set_up_stops_the_start()
    {
        await using var app = VitrineServer.Build(RunningServer.Launch(RunningServer.NewFolder(), ("Generation:DefaultProvider", "gemini")));
        Assert.Contains("Generation:DefaultProvider", (await Assert.ThrowsAsync<StartException>(() => app.StartAsync(Cancel))).Message);
    }

    private static Task<RunningServer> StartAsync(FakeGenerator generator) => RunningServer.StartAsync(generator.In(RunningServer.Launch(RunningServer.NewFolder())));

    // The outbox looks again after a pause of the clock that the test moves; each look is a request to the server, so this ends soon.
    private static async Task ComesAsync(RunningServer server, ManualClock clock, string id)
    {
        for (var attempt = 0; attempt < 500; attempt++)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            using var response = await server.Client.GetAsync(new Uri($"/api/v1/images/{id}", UriKind.Relative), Cancel);
            if (response.StatusCode == HttpStatusCode.OK) return;
        }
        Assert.Fail("The fact did not come in.");
    }

    private static void WrapStores(IServiceCollection services, Action<RejectingStore> made)
    {
        services.AddSingleton<OpenFactStore>(provider => async (_, folder, cancellationToken) =>
        {
            var inner = await SqliteFactStore.OpenAsync(folder, new StoreOptions(), provider.GetRequiredService<TimeProvider>(), cancellationToken: cancellationToken);
            var (store, proxy) = RejectingStore.Around(inner);
            made(proxy);
            return store;
        });
    }

    private static HttpClient ClientOf(RunningServer server, string key, string? endUser)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        if (endUser is not null) client.DefaultRequestHeaders.Add("X-End-User", endUser);
        return client;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, object body) => client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), body, Cancel);

    private static async Task<JsonElement> GenerateAsync(HttpClient client, object body)
    {
        using var response = await PostAsync(client, body);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancel);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
