using Vitrine.Server.Security;

namespace Vitrine.Server.Keys;

/// <summary><c>GET /api/v1/keys</c>.</summary>
internal static class ListKeys
{
    public static IResult Handle(KeyRing ring, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new KeyList([.. ring.Of(context.Admission().Project).Select(KeyAnswer.From)]));
    }
}
