using System.Security.Cryptography;
using Vitrine.Server.Http;

namespace Vitrine.Server.Accounts;

/// <summary>
/// What a password must be: long enough, and not what is tried first. Nothing is asked about its composition, as that makes passwords worse and
/// not better.
/// </summary>
internal static class PasswordPolicy
{
    public const int MinLength = 8;
    public const int MaxLength = 128;

    private const int MadeUpLength = 24;

    // Without those that look like others.
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    // Of eight characters and more: shorter ones are refused for that.
    private static readonly HashSet<string> Obvious = new(StringComparer.OrdinalIgnoreCase)
    {
        "12345678", "123456789", "1234567890", "0123456789", "87654321", "987654321", "0987654321", "123123123", "12341234", "11223344", "1q2w3e4r", "1q2w3e4r5t",
        "1qaz2wsx", "1qaz2wsx3edc", "abcd1234", "abc12345", "abcdefgh", "abcdefghi", "a1b2c3d4", "qwertyui", "qwertyuiop", "qwerty123", "qwerty12345", "qwertz123", "qwertzui",
        "asdfghjk", "asdfghjkl", "azertyui", "zxcvbnm1", "password", "password1", "password12", "password123", "password1234", "password!", "passw0rd", "p@ssword", "p@ssw0rd",
        "passwort", "passwort1", "passwort123", "motdepasse", "contraseña", "changeme", "changeme1", "changeme123", "changeit", "letmein1", "letmein123", "welcome1", "welcome123",
        "iloveyou", "iloveyou1", "sunshine", "princess", "football", "baseball", "superman", "starwars", "trustno1", "whatever", "computer", "internet", "dragon123", "monkey123",
        "admin123", "admin1234", "admin12345", "administrator", "adminadmin", "rootroot", "root1234", "testtest", "test1234", "test12345", "guest123", "secret123", "default1",
        "vitrine1", "vitrine123", "analytics", "analytics1",
    };

    /// <summary>Why a password cannot be had for an account; null where it can.</summary>
    public static Problem? Check(string? password, string name, string? email, string field = "password")
    {
        if (password is null) return Weak($"{field} is missing.");
        var length = password.EnumerateRunes().Count();
        if (length is < MinLength or > MaxLength) return Weak($"A password has from {MinLength} to {MaxLength} characters.");
        if (password.All(letter => letter == password[0])) return Weak("A password is not one character again and again.");
        if (Obvious.Contains(password)) return Weak("That password is one of those that are tried first.");
        return IsOf(password, name) || (email is not null && (IsOf(password, email) || IsOf(password, email.Split('@')[0]))) ? Weak("A password is not the account's own name.") : null;

        Problem Weak(string sentence) => Problems.WeakPassword.With(sentence, field);
    }

    public static string MakeUp() => RandomNumberGenerator.GetString(Letters, MadeUpLength);

    // The name itself, or with some digits behind it.
    private static bool IsOf(string password, string name) => string.Equals(Stem(password), Stem(name), StringComparison.OrdinalIgnoreCase);

    private static string Stem(string text) => text.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '!');
}
