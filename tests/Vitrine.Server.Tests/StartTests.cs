using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Tests;

public sealed class StartTests
{
    private static readonly OpenFactStore OpenMemory = (_, _, _) => Task.FromResult<IFactStore>(new MemoryStore());

    [Fact]
    public void Wrong_options_stop_the_start_and_every_failing_key_is_named()
    {
        var launch = RunningServer.Launch(
            RunningServer.NewFolder(), ("Storage:QueueFacts", "0"), ("Storage:Readers", "many"), ("Storage:QueueFact", "5"));
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(launch));
        Assert.Contains("Vitrine:Storage:QueueFacts is 0, but must be from 1 to 10000000.", error.Message);
        Assert.Contains("Vitrine:Storage:Readers is 'many', which is not a whole number", error.Message);
        Assert.Contains("Vitrine:Storage:QueueFact is not an option.", error.Message);
        Assert.False(Directory.Exists(launch.DataFolder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:70000")]
    public void An_address_that_cannot_be_listened_on_stops_the_start(string urls)
    {
        var folder = RunningServer.NewFolder();
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(RunningServer.Launch(folder) with { Urls = urls }));
        Assert.StartsWith("VITRINE_URLS is '", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_option_reaches_the_service_that_asks_for_it()
    {
        await using var server = await RunningServer.StartAsync(OpenMemory, ("Storage:QueueFacts", "123"));
        Assert.Equal(123, server.Services.GetRequiredService<StoreOptions>().QueueFacts);
    }

    [Fact]
    public async Task Data_of_a_newer_version_stops_the_start_with_what_to_do()
    {
        var launch = RunningServer.Launch(RunningServer.NewFolder()) with
        {
            ConfigureServices = services => services.AddSingleton<OpenFactStore>((_, _, _) => throw new NewerSchemaException("facts.db", 9, 1)),
        };
        await using (var app = VitrineServer.Build(launch))
        {
            var error = await Assert.ThrowsAsync<StartException>(() => app.StartAsync(TestContext.Current.CancellationToken));
            Assert.StartsWith("facts.db has schema 9", error.Message, StringComparison.Ordinal);
        }
        Directory.Delete(launch.DataFolder, recursive: true);
    }

    [Fact]
    public async Task A_second_server_over_the_same_folder_does_not_start()
    {
        await using var server = await RunningServer.StartAsync(OpenMemory);
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(RunningServer.Launch(server.DataFolder)));
        Assert.Contains("Another process is using the data folder", error.Message);
    }
}
