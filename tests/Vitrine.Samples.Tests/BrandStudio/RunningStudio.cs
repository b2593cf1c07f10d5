using BrandStudio;
using Microsoft.AspNetCore.Builder;
using Vitrine.Core.Control;
using Vitrine.Samples.Tests.Support;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Samples.Tests.BrandStudio;

/// <summary>The brand studio on a free port, against a real Vitrine, as its run script starts it.</summary>
internal sealed class RunningStudio : IAsyncDisposable
{
    private readonly WebApplication app;

    private RunningStudio(WebApplication app, params string[] secrets)
    {
        this.app = app;
        Address = new Uri(app.Urls.Single());
        Secrets = secrets;
    }

    public Uri Address { get; }

    /// <summary>What no browser may ever see.</summary>
    public IReadOnlyList<string> Secrets { get; }

    public static async Task<RunningStudio> StartAsync(RunningServer vitrine)
    {
        var studio = await StartAsync(vitrine.Address, await vitrine.NewKeyAsync(KeyKind.App), vitrine.Key);
        await Until.TrueAsync(async () => (await vitrine.Client.JsonAsync(HttpMethod.Get, "/api/v1/datasets")).GetProperty("datasets").GetArrayLength() >= 3);
        return studio;
    }

    public static async Task<RunningStudio> StartAsync(Uri vitrine, string appKey, string serverKey)
    {
        var built = StudioApp.Build(
        [
            "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Critical",
            $"--Studio:VitrineUrl={vitrine}", $"--Studio:AppKey={appKey}", $"--Studio:ServerKey={serverKey}",
        ]);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new RunningStudio(built, appKey, serverKey);
    }

    public async Task<Visitor> SignInAsync(string name)
    {
        var visitor = new Visitor(this);
        await visitor.SubmitAsync("/sign-in", "/sign-in", ("name", name));
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
