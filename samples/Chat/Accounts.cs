using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Chat;

/// <summary>Somebody who may sign in. The id is what Vitrine knows them by.</summary>
public sealed record Person(string Id, string Name, bool IsAdmin);

/// <summary>The two people of this chat. A real app has a table of them, and hashes of their passwords.</summary>
internal sealed class Accounts(IOptions<ChatOptions> options)
{
    private readonly (Person Person, string Password)[] all =
    [
        (new Person("ada", "Ada", IsAdmin: true), options.Value.AdminPassword),
        (new Person("ben", "Ben", IsAdmin: false), options.Value.MemberPassword),
    ];

    public Person? Find(string? name, string? password)
    {
        var (person, right) = Array.Find(all, account => string.Equals(account.Person.Id, name?.Trim(), StringComparison.OrdinalIgnoreCase));
        return IsSame(password ?? "", right ?? "") ? person : null;
    }

    // Hashes have one length, so the comparison takes the same time whatever was typed.
    private static bool IsSame(string typed, string right) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(typed)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
