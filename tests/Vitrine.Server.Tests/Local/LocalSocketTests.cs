using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Stores;
using Vitrine.Server.Local;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Local;

public sealed class LocalSocketTests
{
    private static readonly OpenFactStore OpenMemory = (_, _, _) => Task.FromResult<IFactStore>(new MemoryStore());

    [Fact]
    public async Task A_running_server_answers_on_the_socket_of_its_folder_and_removes_it_in_the_end()
    {
        var folder = RunningServer.NewFolder();
        string path;
        await using (var server = await RunningServer.StartAsync(Launch(folder)))
        {
            path = LocalSocket.Find(DataFolder.At(folder))!;
            Assert.Equal(Path.Combine(folder, "vitrine.sock"), path);
            Assert.Equal(HttpStatusCode.NotFound, await GetNowhereAsync(path));
        }
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Only_the_owner_may_open_the_socket()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var server = await RunningServer.StartAsync(OpenMemory);
        var mode = File.GetUnixFileMode(Path.Combine(server.DataFolder, "vitrine.sock"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task A_socket_left_by_a_killed_process_is_replaced()
    {
        var folder = RunningServer.NewFolder();
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "vitrine.sock");
        await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
        await using var server = await RunningServer.StartAsync(Launch(folder));
        Assert.Equal(HttpStatusCode.NotFound, await GetNowhereAsync(path));
    }

    [Fact]
    public async Task A_folder_whose_path_is_too_long_for_a_socket_has_it_elsewhere()
    {
        var folder = Path.Combine(RunningServer.NewFolder(), new string('d', LocalSocket.MaxPathBytes));
        string path;
        await using (var server = await RunningServer.StartAsync(Launch(folder)))
        {
            path = LocalSocket.Find(DataFolder.At(folder))!;
            Assert.False(path.StartsWith(folder, StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.NotFound, await GetNowhereAsync(path));
        }
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public async Task Without_a_running_server_a_connection_owns_the_folder_for_as_long_as_it_lives()
    {
        var folder = RunningServer.NewFolder();
        await using (var connection = await LocalConnection.OpenAsync(Launch(folder), TestContext.Current.CancellationToken))
        {
            Assert.False(connection.IsToRunningServer);
            using var answer = await connection.Http.GetAsync(new Uri("/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Throws<StartException>(() => VitrineServer.Build(Launch(folder)));
        }
        await using var server = await RunningServer.StartAsync(Launch(folder));
        await using var second = await LocalConnection.OpenAsync(Launch(folder), TestContext.Current.CancellationToken);
        Assert.True(second.IsToRunningServer);
    }

    private static VitrineLaunch Launch(string folder) =>
        RunningServer.Launch(folder) with { ConfigureServices = services => services.AddSingleton(OpenMemory) };

    private static async Task<HttpStatusCode> GetNowhereAsync(string path)
    {
        using var http = LocalConnection.Client(path);
        using var answer = await http.GetAsync(new Uri("/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
