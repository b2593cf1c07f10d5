using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Cli;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("images", "csv")]
    [InlineData("images", "json")]
    [InlineData("images", "ndjson")]
    [InlineData("users", "csv")]
    [InlineData("users", "json")]
    [InlineData("conversations", "ndjson")]
    [InlineData("conversations", "csv")]
    public async Task An_interrupted_export_goes_on_wherever_it_broke_off(string list, string format)
    {
        await using var server = await FilledAsync();
        var file = folder.File($"{list}.{format}");
        var whole = await CommandRun.OfAsync(server.Server.DataFolder, "export", list, "--out", file);
        Assert.Equal((0, ""), (whole.Code, whole.Output));
        var expected = await File.ReadAllBytesAsync(file, Cancellation);
        Assert.Equal(await server.Server.Client.GetByteArrayAsync(new Uri($"/api/v1/export/{list}.{format}", UriKind.Relative), Cancellation), expected);
        // Every kind of place: nothing, inside the header, at a line's end and around it, inside a row, the end and around it.
        var breaks = Enumerable.Range(0, expected.Length).Where(at => expected[at] == '\n').SelectMany(at => new[] { at - 1, at, at + 1, at + 2 });
        foreach (var length in breaks.Append(0).Append(1).Append(expected.Length - 1).Append(expected.Length).Where(length => length <= expected.Length).Distinct())
        {
            await File.WriteAllBytesAsync(file + ".part", expected[..length], Cancellation);
            File.Delete(file);
            var run = await CommandRun.OfAsync(server.Server.DataFolder, "export", list, "--out", file, "--resume");
            Assert.True(run.Code == 0, $"cut at {length}: {run.Errors}");
            Assert.Equal(expected, await File.ReadAllBytesAsync(file, Cancellation));
            Assert.False(File.Exists(file + ".part"));
        }
    }

    [Fact]
    public async Task An_interrupted_archive_goes_on_at_its_byte_and_one_that_changed_begins_anew()
    {
        await using var server = await FilledAsync();
        var file = folder.File("pictures.zip");
        var whole = await CommandRun.OfAsync(server.Server.DataFolder, "export", "images", "--out", file);
        Assert.Equal((0, ""), (whole.Code, whole.Output));
        var expected = await File.ReadAllBytesAsync(file, Cancellation);
        using var answer = await server.Server.Client.GetAsync(new Uri("/api/v1/export/images.zip?project=default", UriKind.Relative), Cancellation);
        var tag = answer.Headers.ETag!.ToString();
        foreach (var length in (int[])[0, 1, expected.Length / 2, expected.Length - 1, expected.Length])
        {
            await File.WriteAllBytesAsync(file + ".part", expected[..length], Cancellation);
            await File.WriteAllTextAsync(file + ".part.tag", tag, Cancellation);
            File.Delete(file);
            var run = await CommandRun.OfAsync(server.Server.DataFolder, "export", "images", "--out", file, "--resume");
            Assert.True(run.Code == 0, run.Errors);
            Assert.Equal(expected, await File.ReadAllBytesAsync(file, Cancellation));
            Assert.False(File.Exists(file + ".part") || File.Exists(file + ".part.tag"));
        }

        await File.WriteAllTextAsync(file + ".part", "of another archive", Cancellation);
        await File.WriteAllTextAsync(file + ".part.tag", "\"1-2\"", Cancellation);
        var anew = await CommandRun.OfAsync(server.Server.DataFolder, "export", "images", "--out", file, "--resume");
        Assert.Contains("beginning anew", anew.Errors);
        Assert.Equal(expected, await File.ReadAllBytesAsync(file, Cancellation));
    }

    [Fact]
    public async Task Filters_format_and_standard_output_are_as_asked()
    {
        await using var server = await FilledAsync();
        var run = await CommandRun.OfAsync(
            server.Server.DataFolder, "export", "images", "--format", "ndjson", "--filter", "style=s 1", "--filter", "user_id=u1", "--from", "2025-06-18T10:00:00Z", "--to", "2025-06-18T10:20:30Z");
        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Contains("\"style\":\"s 1\"", run.Output);
        Assert.Equal(
            await server.Server.Client.GetStringAsync(new Uri("/api/v1/export/images.ndjson?style=s%201&user_id=u1&from=2025-06-18T10:00:00Z&to=2025-06-18T10:20:30Z", UriKind.Relative), Cancellation),
            run.Output);
        Assert.StartsWith("user_id,username,", (await CommandRun.OfAsync(server.Server.DataFolder, "export", "users")).Output);
    }

    [Fact]
    public async Task Without_resume_it_begins_anew_and_alone_it_opens_the_store()
    {
        var data = folder.File("data");
        await File.WriteAllTextAsync(folder.File("f.csv"), "prompt,user_id\nx,u1\ny,u2\n", Cancellation);
        await CommandRun.OfAsync(data, "import", folder.File("f.csv"), "--kind", "image");
        var file = folder.File("out.csv");
        await File.WriteAllTextAsync(file + ".part", "left behind", Cancellation);
        var run = await CommandRun.OfAsync(data, "export", "images", "--out", file);
        Assert.Equal(0, run.Code);
        Assert.Equal(3, (await File.ReadAllLinesAsync(file, Cancellation)).Length);
        Assert.Contains("out.csv: ", run.Errors);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_a_sentence()
    {
        await using var server = await FilledAsync();
        var data = server.Server.DataFolder;
        Assert.Equal((1, "There is no project 'nobody'."), Of(await CommandRun.OfAsync(data, "export", "images", "--project", "nobody")));
        var unknown = Of(await CommandRun.OfAsync(data, "export", "images", "--filter", "colour=red", "--out", folder.File("x.csv")));
        Assert.Equal(1, unknown.Code);
        Assert.StartsWith("There is no parameter 'colour'.", unknown.Errors);
        Assert.False(File.Exists(folder.File("x.csv")));
        foreach (var wrong in new string[][] { ["pictures"], ["images", "--format", "xml"], ["users", "--format", "zip"], ["images", "--filter", "x"], ["images", "--resume"] })
            Assert.Equal(2, (await CommandRun.OfAsync(data, ["export", .. wrong])).Code);
        Assert.Equal(1, (await CommandRun.OfAsync(folder.File("nowhere"), "export", "images")).Code);

        await File.WriteAllTextAsync(folder.File("y.ndjson.part"), "{\"id\":\"forgotten\"}\n", Cancellation);
        var gone = Of(await CommandRun.OfAsync(data, "export", "images", "--out", folder.File("y.ndjson"), "--resume"));
        Assert.Equal(1, gone.Code);
        Assert.Contains("There is no 'forgotten' in this list", gone.Errors);
        await File.WriteAllTextAsync(folder.File("z.ndjson.part"), "not JSON\n", Cancellation);
        Assert.Contains("Export anew without --resume", Of(await CommandRun.OfAsync(data, "export", "images", "--out", folder.File("z.ndjson"), "--resume")).Errors);

        static (int Code, string Errors) Of(CommandRun run) => (run.Code, run.Errors.Trim());
    }

    private static async Task<LivingServer> FilledAsync()
    {
        var server = await LivingServer.StartAsync();
        await server.TrackAsync(Enumerable.Range(0, 7).Select(index => Some.Image().Named(index == 3 ? "=i\"3\n" : $"i{index}").By($"u{index % 3}").With("style", $"s {index % 2}")
            .With("prompt", index % 2 == 0 ? "two\r\nlines, \"quoted\"" : "plain").At(LivingServer.Now.AddMinutes(-index))));
        await server.TrackAsync(Enumerable.Range(0, 4).Select(index => Some.Message().By($"u{index}").With("conversation_id", $"c,{index}").At(LivingServer.Now.AddMinutes(-index))));
        return server;
    }

    public void Dispose() => folder.Dispose();
}
