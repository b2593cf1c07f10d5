using System.Globalization;
using System.Security.Claims;
using BrandStudio.Pages;
using BrandStudio.Vitrine;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;

namespace BrandStudio;

/// <summary>Who is in front of the page: whoever types a name. A real app asks for more; what Vitrine needs of it is an id that stays.</summary>
internal static partial class People
{
    public const string SignInPath = "/sign-in";
    private const int MaxName = 64;

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPath, () => Html.Page<SignInPage>()).AllowAnonymous();
        routes.MapPost(SignInPath, SignInAsync).AllowAnonymous().NeedsForm();
        routes.MapPost("/sign-out", (Delegate)SignOutAsync).NeedsForm();
    }

    /// <summary>The id by which Vitrine knows a person.</summary>
    public static string IdOf(ClaimsPrincipal person) => person.FindFirstValue(ClaimTypes.NameIdentifier)!;

    /// <summary>The person of a name, however it is spelt with capitals; null where it is no name.</summary>
    public static (string Id, string Name)? Read(string? typed)
    {
        var name = typed?.Trim().Normalize() ?? "";
        return name.Length is > 0 and <= MaxName && name.All(MayStand) ? (name.ToLowerInvariant(), name) : null;
    }

    private static async Task<IResult> SignInAsync([FromForm] string? name, HttpContext context, VitrineClient vitrine, ILogger<SignInPage> logger)
    {
        if (Read(name) is not { } person)
            return Html.Page<SignInPage>(new { Trouble = $"A name has up to {MaxName} letters, digits, blanks, dots, hyphens and apostrophes." }, StatusCodes.Status422UnprocessableEntity);
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.Id), new(ClaimTypes.Name, person.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(new ClaimsPrincipal(identity));
        try
        {
            await vitrine.TrackSignInAsync(person.Id, person.Name, context.RequestAborted);
        }
        catch (VitrineException error)
        {
            // Nobody is kept out because it could not be counted.
            LogUntracked(logger, error.Title, error.Message);
        }
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return Results.LocalRedirect(SignInPath);
    }

    private static bool MayStand(char character) => character is ' ' or '.' or '-' or '_' or '\'' || char.IsLetterOrDigit(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    [LoggerMessage(LogLevel.Warning, "A sign-in was not tracked. {Title}: {Message}")]
    private static partial void LogUntracked(ILogger logger, string title, string message);
}
