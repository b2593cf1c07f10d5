using System.Text.Json.Nodes;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures.Elsewhere;
using Vitrine.Server.Security;

namespace Vitrine.Server.Pictures;

/// <param name="ExpiresIn">Seconds; absent, <c>Blobs:AddressSeconds</c>.</param>
/// <param name="Size">64, 256 or 1024 for a thumbnail; absent, the picture itself.</param>
internal sealed record PictureAddressRequest(int? ExpiresIn, int? Size);

/// <param name="Url">Below the server's own address. Whoever has it sees the picture until it expires.</param>
internal sealed record PictureAddressAnswer(string Url, string ExpiresAt);

/// <summary>
/// <c>POST /api/v1/images/{id}/picture-address</c> and <c>/api/v1/api-calls/{id}/picture-address</c>: an address that expires, for whoever may see the fact, to give
/// to whoever may not.
/// </summary>
internal static class MakePictureAddress
{
    public static Task<IResult> OfImageAsync(
        HttpContext context, ProjectContext project, string id, PictureAddressRequest? request, PictureAddresses addresses, BlobOptions options, TimeProvider clock, AuditLog audit) =>
        MakeAsync(context, project, FactKind.Image, id, request, addresses, options, clock, audit);

    public static Task<IResult> OfCallAsync(
        HttpContext context, ProjectContext project, string id, PictureAddressRequest? request, PictureAddresses addresses, BlobOptions options, TimeProvider clock, AuditLog audit) =>
        MakeAsync(context, project, FactKind.ApiCall, id, request, addresses, options, clock, audit);

    private static async Task<IResult> MakeAsync(
        HttpContext context, ProjectContext project, FactKind kind, string id, PictureAddressRequest? request, PictureAddresses addresses, BlobOptions options,
        TimeProvider clock, AuditLog audit)
    {
        var seconds = request?.ExpiresIn ?? Math.Min(options.AddressSeconds, options.MaxAddressSeconds);
        if (seconds < 1 || seconds > options.MaxAddressSeconds) return Problems.OutOfRange.With($"expires_in is from 1 to {options.MaxAddressSeconds} seconds.", "expires_in");
        if (request?.Size is { } size && !PictureSizes.All.Contains(size)) return Problems.UnknownValue.With($"size is {string.Join(", ", PictureSizes.All)}.", "size");
        var fact = await project.Store.FindAsync(kind, id, project.Aborted);
        if (fact is null || (project.OnlyUser is { } only && only != fact.Text(FactSchema.UserId)))
            return Problems.NotFound.With(kind == FactKind.Image ? "There is no such image." : "There is no such call.");
        var found = kind == FactKind.Image
            ? await ImagePictures.FindAsync(project.Project, project.Pictures, fact, project.Aborted)
            : await FindOfCallAsync(project, new PictureOwner(PictureOwnerKind.ApiCall, id));
        if (found is not { } picture)
            return Problems.NotFound.With(kind == FactKind.Image ? "No picture is stored for the image." : "No picture is stored for the call.");
        var expires = clock.GetUtcNow().ToUnixTimeSeconds() + seconds;
        // Who has the address is not asked who he is, so what is written down is to whom it was given.
        if (picture.Bucket == Bucket.RequestImages)
            await audit.WriteAsync(context, "request_image.address_made", id, project.Project, details: new JsonObject { ["expires_in"] = seconds });
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new PictureAddressAnswer(
            addresses.Make(project.Project, picture, request?.Size, expires), FactTime.ToWire(FactTime.From(DateTimeOffset.FromUnixTimeSeconds(expires)))));
    }

    private static async Task<PictureRecord?> FindOfCallAsync(ProjectContext project, PictureOwner call) =>
        (await project.Pictures.FindPicturesOfAsync([call], project.Aborted))[call].FirstOrDefault();
}
