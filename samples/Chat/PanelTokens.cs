using Chat.Vitrine;
using Microsoft.Extensions.Options;

namespace Chat;

/// <summary>
/// What the side panel reads Vitrine with. The key stays here; admins' pages get a token that opens the panel's three paths, for pages of this origin alone, and ends soon.
/// One is asked for when it is needed, and handed out until shortly before its end.
/// </summary>
internal sealed class PanelTokens(VitrineClient vitrine, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim gate = new(1);
    private PanelToken? current;

    /// <returns>Null where Vitrine gives none.</returns>
    public async Task<PanelToken?> GetAsync(string origin, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (current is null || current.Origin != origin || current.ExpiresAt - Margin <= clock.GetUtcNow())
                current = await vitrine.CreatePanelTokenAsync(origin, cancellationToken);
            return current;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}

internal static class PanelTokensApi
{
    public static void MapPanelTokens(this IEndpointRouteBuilder routes) => routes.MapGet("/panel-token", HandAsync).RequireAuthorization(People.Admins);

    private static async Task<IResult> HandAsync(HttpContext context, PanelTokens tokens, IOptions<ChatOptions> options)
    {
        context.Response.Headers.CacheControl = "no-store";
        var origin = options.Value.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? $"{context.Request.Scheme}://{context.Request.Host}";
        return await tokens.GetAsync(origin, context.RequestAborted) is { } token
            ? Results.Ok(new { token.Token, token.ExpiresAt })
            : Results.Problem("Vitrine gives no token at the moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
