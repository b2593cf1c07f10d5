using Chat;
using Microsoft.AspNetCore.Builder;

namespace Vitrine.Samples.Tests.Chat;

/// <summary>The chat on a free port, as its run script starts it.</summary>
internal sealed class RunningChat : IAsyncDisposable
{
    public const string AdminPassword = "ada's own password";
    public const string MemberPassword = "ben's own password";

    private readonly WebApplication app;

    private RunningChat(WebApplication app)
    {
        this.app = app;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<RunningChat> StartAsync(Uri vitrine, string key)
    {
        var built = ChatApp.Build(
        [
            "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Critical", $"--Chat:VitrineUrl={vitrine}", $"--Chat:VitrineKey={key}",
            $"--Chat:AdminPassword={AdminPassword}", $"--Chat:MemberPassword={MemberPassword}",
        ]);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new RunningChat(built);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
