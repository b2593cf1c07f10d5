using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Blobs;
using Vitrine.Core.Control;
using Vitrine.Core.Pictures;
using Vitrine.Media.Blobs.S3;
using Vitrine.Server.Pictures;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Cli;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Backup;

public sealed class BackupTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Archive => folder.File("vitrine.tar.gz");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_is_in_it_and_everything_works_where_it_is_restored()
    {
        string key;
        int before;
        await using (var server = await RunningServer.StartAsync())
        {
            key = server.Key;
            var acknowledged = 0;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var sending = SendAsync(server, () => Interlocked.Add(ref acknowledged, 20), stop.Token);
            while (Volatile.Read(ref acknowledged) < 400 && !sending.IsCompleted) await Task.Yield();
            // A busy machine may send nothing during one backup, so it takes another.
            var attempt = 0;
            do
            {
                File.Delete(Archive);
                before = Volatile.Read(ref acknowledged);
                var backup = await CommandRun.OfAsync(server.DataFolder, "backup", "--out", Archive);
                Assert.Equal((0, ""), (backup.Code, backup.Errors));
                Assert.Contains(Archive, backup.Output);
            }
            while (Volatile.Read(ref acknowledged) == before && ++attempt < 10);
            await stop.CancelAsync();
            await sending;
            Assert.True(Volatile.Read(ref acknowledged) > before, "nothing was sent while a backup ran");
        }
        AssertOwnerOnly(Archive);
        Assert.Equal([Archive], Directory.GetFileSystemEntries(folder.Path));

        var data = folder.File("restored");
        var restore = await CommandRun.OfAsync(data, "restore", Archive);
        Assert.Equal((0, ""), (restore.Code, restore.Errors));
        Assert.Contains("every number equals the recount", restore.Output);
        Assert.DoesNotContain("BAD", restore.Output);
        Assert.Equal(0, (await CommandRun.OfAsync(data, "doctor")).Code);

        await using var restored = await RunningServer.StartAsync(RunningServer.Launch(data));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/query?kind=activity&measure=count");
        request.Headers.Add("X-Api-Key", key);
        using var answer = await restored.Anonymous.SendAsync(request, Cancellation);
        var json = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, json);
        using var document = System.Text.Json.JsonDocument.Parse(json);
        Assert.True(document.RootElement.GetProperty("total").GetProperty("count").GetInt32() >= before, $"{before} were acknowledged: {json}");
    }

    [Theory]
    [InlineData("files")]
    [InlineData("database")]
    public async Task Pictures_are_in_a_backup_and_their_thumbnails_are_made_anew(string store)
    {
        string path;
        await using (var server = await RunningServer.StartAsync(("Blobs:Store", store)))
        {
            var made = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "a lighthouse", resolution = "128x128" }, Cancellation);
            path = new Uri((await made.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancellation)).GetProperty("image_url").GetString()!).AbsolutePath;
            Assert.Equal(0, (await CommandRun.OfAsync(server.DataFolder, "backup", "--out", Archive)).Code);
        }
        var data = folder.File("restored");
        var restore = await CommandRun.OfAsync(data, "restore", Archive);
        Assert.Equal((0, ""), (restore.Code, restore.Errors));
        await using var restored = await RunningServer.StartAsync(RunningServer.Launch(data, ("Blobs:Store", store)));
        foreach (var address in (string[])[path, path + "?size=64"])
        {
            using var shown = await restored.Anonymous.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        }
    }

    [Fact]
    public async Task Pictures_in_a_bucket_stay_there_which_is_said_and_the_restored_server_shows_them_and_sweeps_nothing()
    {
        // A drill has the same environment, and with it the same secret.
        var options = S3Gateway.Options(S3Gateway.NewPrefix()).Append(("Secrets:Key", Convert.ToBase64String(new byte[32]))).ToArray();
        string path;
        await using (var server = await RunningServer.StartAsync(options))
        {
            var made = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "a lighthouse", resolution = "128x128" }, Cancellation);
            path = new Uri((await made.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancellation)).GetProperty("image_url").GetString()!).AbsolutePath;
            var backup = await CommandRun.OfAsync(server.DataFolder, "backup", "--out", Archive);
            Assert.Contains($"they stay in the bucket {S3Gateway.Bucket}", backup.Output);
        }
        var data = folder.File("restored");
        var restore = await CommandRun.OfAsync(data, "restore", Archive);
        Assert.Equal((0, ""), (restore.Code, restore.Errors));
        Assert.Contains($"they are in the bucket {S3Gateway.Bucket}", restore.Output);
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var restored = await RunningServer.StartAsync(RunningServer.Launch(data, options) with { Clock = clock });
        using (var shown = await restored.Anonymous.GetAsync(new Uri(path, UriKind.Relative), Cancellation)) Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        // What the first server stored since is unknown to the second, which is not the owner.
        var blobs = restored.Services.GetRequiredService<IBlobStore>();
        var newer = new BlobKey("default", Bucket.GeneratedImages, BlobHash.Of("newer"u8));
        await blobs.PutAsync(newer, "newer"u8.ToArray(), Cancellation);
        clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(0, await restored.Services.GetRequiredService<PictureSweep>().RunOnceAsync("default", Cancellation));
        Assert.True(await blobs.ExistsAsync(newer, Cancellation));

        // Nor does it delete on request.
        var index = (IPictureIndex)await restored.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancellation);
        Assert.True((await Assert.ThrowsAsync<BlobStoreException>(() => restored.Services.GetRequiredService<PictureKeeper>().DeleteUnusedAsync(newer, index, Cancellation))).IsOthers);
        await Assert.ThrowsAsync<BlobStoreException>(() => blobs.DeleteProjectAsync("default", Cancellation));
        Assert.True(await blobs.ExistsAsync(newer, Cancellation));
    }

    [Fact]
    public async Task A_restore_in_earnest_takes_the_bucket_over_by_the_mark_that_the_start_tells()
    {
        var options = S3Gateway.Options(S3Gateway.NewPrefix());
        await using (var server = await RunningServer.StartAsync(options)) Assert.Equal(0, (await CommandRun.OfAsync(server.DataFolder, "backup", "--out", Archive)).Code);
        var data = folder.File("restored");
        Assert.Equal(0, (await CommandRun.OfAsync(data, "restore", Archive)).Code);
        Assert.False(File.Exists(Path.Combine(data, BlobOwner.FileName)));
        string told;
        await using (var restored = await RunningServer.StartAsync(RunningServer.Launch(data, options), keepsFolder: true))
        {
            var blobs = (S3BlobStore)restored.Services.GetRequiredService<IBlobStore>();
            Assert.False(await blobs.ClaimAsync(Cancellation));
            told = (await blobs.FindOwnerAsync(Cancellation))!;
        }
        await using var heir = await RunningServer.StartAsync(RunningServer.Launch(data, [.. options, ("S3:TakeOverFrom", told)]));
        Assert.True(await heir.Services.GetRequiredService<IBlobStore>().ClaimAsync(Cancellation));
        AssertOwnerOnly(Path.Combine(data, BlobOwner.FileName));
    }

    [Fact]
    public async Task Without_a_server_the_verb_opens_the_folder_itself()
    {
        var data = folder.File("data");
        var app = VitrineServer.Build(RunningServer.Launch(data));
        await using (app)
        {
            await app.StartAsync(Cancellation);
            await app.Services.GetRequiredService<IProjectStore>().CreateProjectAsync(new Project("second", "Second", "Etc/UTC", 1), Cancellation);
            await app.StopAsync(Cancellation);
        }
        var target = Directory.CreateDirectory(folder.File("backups")).FullName;
        var run = await CommandRun.OfAsync(data, "backup", "--out", target);
        Assert.Equal((0, ""), (run.Code, run.Errors));
        var made = Assert.Single(Directory.GetFiles(target));
        Assert.Matches(@"vitrine-\d{8}T\d{6}Z\.tar\.gz$", made);
        Assert.DoesNotContain("backup.part", Directory.GetFileSystemEntries(data).Select(Path.GetFileName));

        var restored = await CommandRun.OfAsync(folder.File("restored"), "restore", made);
        Assert.Equal((0, ""), (restored.Code, restored.Errors));
        Assert.Contains("project second", restored.Output);
        AssertOwnerOnly(Path.Combine(folder.File("restored"), "control.db"));
    }

    [Fact]
    public async Task A_backup_overwrites_nothing_and_leaves_no_half_file()
    {
        await File.WriteAllTextAsync(Archive, "precious", Cancellation);
        await using var server = await RunningServer.StartAsync();
        var taken = await CommandRun.OfAsync(server.DataFolder, "backup", "--out", Archive);
        Assert.Equal(1, taken.Code);
        Assert.Contains("already", taken.Errors);
        Assert.Equal("precious", await File.ReadAllTextAsync(Archive, Cancellation));

        var nowhere = await CommandRun.OfAsync(server.DataFolder, "backup", "--out", folder.File("no/such/file.tar.gz"));
        Assert.Equal(1, nowhere.Code);
        Assert.Contains("There is no folder", nowhere.Errors);

        // The server breaks off in the middle: the facts cannot be copied.
        var facts = Path.Combine(server.DataFolder, "projects", "broken", "facts.db");
        Directory.CreateDirectory(Path.GetDirectoryName(facts)!);
        await File.WriteAllTextAsync(facts, new string('x', 10_000), Cancellation);
        var broken = await CommandRun.OfAsync(server.DataFolder, "backup", "--out", folder.File("broken.tar.gz"));
        Assert.Equal(1, broken.Code);
        Assert.Contains("broke off", broken.Errors);
        Assert.Equal([Archive], Directory.GetFileSystemEntries(folder.Path));
        Assert.False(Directory.Exists(Path.Combine(server.DataFolder, "backup.part")));
    }

    [Fact]
    public async Task Backups_are_for_the_socket_only()
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.Client.PostAsync(new Uri("/internal/backup", UriKind.Relative), null, Cancellation);
        await ProblemBody.AssertAsync(answer, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_stale_part_is_replaced_and_never_followed()
    {
        await File.WriteAllTextAsync(folder.File("precious"), "precious", Cancellation);
        File.CreateSymbolicLink(Archive + ".part", folder.File("precious"));
        await using var server = await RunningServer.StartAsync();
        var run = await CommandRun.OfAsync(server.DataFolder, "backup", "--out", Archive);
        Assert.Equal((0, ""), (run.Code, run.Errors));
        Assert.Equal("precious", await File.ReadAllTextAsync(folder.File("precious"), Cancellation));
        Assert.Null(new FileInfo(Archive).LinkTarget);
    }

    private static void AssertOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private static async Task SendAsync(RunningServer server, Action acknowledged, CancellationToken cancellationToken)
    {
        var body = "[" + string.Join(',', Enumerable.Repeat("""{"kind":"activity","user_id":"u","activity_type":"t"}""", 20)) + "]";
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using var response = await server.Client.PostAsync(new Uri("/api/v1/track", UriKind.Relative), content, cancellationToken);
                response.EnsureSuccessStatusCode();
                acknowledged();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }

    public void Dispose() => folder.Dispose();
}
