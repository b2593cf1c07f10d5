using System.Security.Claims;
using Chat.Pages;
using Chat.Vitrine;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Vitrine.Contracts;

namespace Chat;

/// <summary>Signing in and out, each an activity in Vitrine.</summary>
internal static class People
{
    public const string SignInPath = "/sign-in";
    public const string SignInLimit = "sign-in";

    /// <summary>The role.</summary>
    public const string Admin = "admin";

    /// <summary>The policy that asks for it.</summary>
    public const string Admins = "admins";

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPath, () => Html.Page<SignInPage>()).AllowAnonymous();
        routes.MapPost(SignInPath, SignInAsync).AllowAnonymous().FromItsOwnPages().RequireRateLimiting(SignInLimit);
        routes.MapPost("/sign-out", SignOutAsync).FromItsOwnPages();
    }

    public static Person Read(ClaimsPrincipal user) =>
        new(user.FindFirstValue(ClaimTypes.NameIdentifier)!, user.Identity!.Name!, user.IsInRole(Admin));

    private static async Task<IResult> SignInAsync([FromForm] string? name, [FromForm] string? password, HttpContext context, Accounts accounts, Tracker tracker)
    {
        if (accounts.Find(name, password) is not { } person)
            return Html.Page<SignInPage>(new { Name = name, Trouble = "That name and password do not belong together." }, StatusCodes.Status422UnprocessableEntity);
        List<Claim> claims = [new(ClaimTypes.NameIdentifier, person.Id), new(ClaimTypes.Name, person.Name)];
        if (person.IsAdmin) claims.Add(new Claim(ClaimTypes.Role, Admin));
        await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
        tracker.Track(new ActivityFact { ActivityType = "login", UserId = person.Id, Username = person.Name });
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Tracker tracker)
    {
        var person = Read(context.User);
        await context.SignOutAsync();
        tracker.Track(new ActivityFact { ActivityType = "logout", UserId = person.Id, Username = person.Name });
        return Results.LocalRedirect(SignInPath);
    }
}
