using System.Net;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests;

public sealed class ProblemTests
{
    private static readonly OpenFactStore OpenMemory = (_, _, _) => Task.FromResult<IFactStore>(new MemoryStore());

    [Fact]
    public async Task An_unknown_path_is_a_problem_with_the_headers_of_every_answer()
    {
        await using var server = await RunningServer.StartAsync(OpenMemory);
        using var response = await server.Client.GetAsync(new Uri("/nowhere", UriKind.Relative), TestContext.Current.CancellationToken);
        await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "not_found");
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.False(response.Headers.Contains("Server"));
    }
}
