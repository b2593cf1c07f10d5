using System.Diagnostics.CodeAnalysis;
using Vitrine.Server.Http;

namespace Vitrine.Server.Accounts;

/// <summary>How accounts may be called, and what of an e-mail address is looked at.</summary>
internal static class AccountNames
{
    public const int MaxLength = 64;

    private const int MaxEmailLength = 254;

    /// <summary>Letters and digits of any script, and <c>. _ - @ +</c>. Nothing that looks like an id, as paths take either.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out Problem? problem)
    {
        name = text?.Trim() ?? "";
        problem = name.Length is > 0 and <= MaxLength && name.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_' or '-' or '@' or '+') && !Guid.TryParse(name, out _)
            ? null
            : Problems.InvalidValue.With($"username has from 1 to {MaxLength} letters, digits and . _ - @ +, and is no UUID.", "username");
        return problem is null;
    }

    /// <summary>Whether an address can be written to is not known; it is kept for people.</summary>
    public static bool TryReadEmail(string? text, out string? email, [NotNullWhen(false)] out Problem? problem)
    {
        email = text?.Trim();
        problem = string.IsNullOrEmpty(email) || IsEmail(email) ? null : Problems.InvalidValue.With("email is not an e-mail address.", "email");
        return problem is null;
    }

    private static bool IsEmail(string text) =>
        text.Length <= MaxEmailLength && text.IndexOf('@') is > 0 and var at && at < text.Length - 1
        && text.All(letter => !char.IsWhiteSpace(letter) && !char.IsControl(letter) && !char.IsSurrogate(letter) && letter is not ('<' or '>' or '"' or ','));
}
