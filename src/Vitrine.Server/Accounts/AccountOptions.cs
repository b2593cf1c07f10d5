using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Accounts;

/// <summary>Who may make an account at <c>/users/</c>.</summary>
public enum Registration
{
    /// <summary>Admins of all projects.</summary>
    Closed,

    /// <summary>Everybody. An account made so may do nothing until an admin gives it a role.</summary>
    Open,
}

/// <summary>Accounts, and what keeps strangers from guessing their passwords.</summary>
public sealed class AccountOptions
{
    public const string SectionName = "Accounts";

    /// <summary>Who may make an account at <c>/users/</c>: <c>Closed</c> (admins of all projects) or <c>Open</c> (everybody). Default <c>Closed</c>.</summary>
    public Registration Registration { get; set; } = Registration.Closed;

    /// <summary>Accounts that may be made in a minute by people who are not signed in, all together. Default 10.</summary>
    [Range(1, 10_000)]
    public int RegistrationsPerMinute { get; set; } = 10;

    /// <summary>Accounts there may be. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxAccounts { get; set; } = 10_000;

    /// <summary>Wrong passwords for a name until the next attempt has to wait: a second, then twice as long after each further one. Default 5.</summary>
    [Range(1, 1_000)]
    public int MaxFailures { get; set; } = 5;

    /// <summary>The same for all names tried from one address, or one /64 network of IPv6. Default 20.</summary>
    [Range(1, 100_000)]
    public int MaxAddressFailures { get; set; } = 20;

    /// <summary>The longest such wait, in seconds. Default 60.</summary>
    [Range(1, 86_400)]
    public int MaxDelaySeconds { get; set; } = 60;

    /// <summary>Names and addresses with wrong passwords that are remembered, in memory and for an hour; beyond, the oldest is forgotten. Default 10,000.</summary>
    [Range(100, 1_000_000)]
    public int TrackedFailures { get; set; } = 10_000;

    /// <summary>Passwords that are hashed at the same time; each takes a core for a quarter of a second. Default 2.</summary>
    [Range(1, 64)]
    public int HashesAtOnce { get; set; } = 2;

    /// <summary>Passwords that wait to be hashed; beyond, the answer is 503. Default 16.</summary>
    [Range(1, 10_000)]
    public int HashesWaiting { get; set; } = 16;
}
