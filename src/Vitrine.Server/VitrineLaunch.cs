namespace Vitrine.Server;

/// <summary>Everything a server is started with.</summary>
public sealed record VitrineLaunch
{
    public const string DefaultUrls = "http://127.0.0.1:8002";
    public const string DefaultDataFolder = "./data";

    /// <summary>Addresses to listen on, separated by semicolons; port 0 takes a free one. <c>VITRINE_URLS</c>.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>The folder that holds everything Vitrine keeps; made where it does not exist. <c>VITRINE_DATA</c>.</summary>
    public string DataFolder { get; init; } = DefaultDataFolder;

    /// <summary>Options by key (<c>Ingest:MaxBatchFacts</c>); they win over the environment's <c>Vitrine__Ingest__MaxBatchFacts</c>.</summary>
    public IReadOnlyDictionary<string, string?> Options { get; init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>False where the environment's <c>Vitrine__…</c> variables are not to be read.</summary>
    public bool ReadEnvironment { get; init; } = true;

    /// <summary>True where no address on the network is wanted, only the data folder's socket.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>The password of the first admin, where the first start is to make that account. <c>VITRINE_ADMIN_PASSWORD</c>; absent, it is made up.</summary>
    public string? AdminPassword { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Last word on the services, for tests and embedding.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    // A record prints its members, and one of them is a secret.
    public override string ToString() => $"{nameof(VitrineLaunch)} {{ Urls = {Urls}, DataFolder = {DataFolder} }}";

    public static VitrineLaunch FromEnvironment() => new()
    {
        Urls = Environment.GetEnvironmentVariable("VITRINE_URLS") is { Length: > 0 } urls ? urls : DefaultUrls,
        DataFolder = Environment.GetEnvironmentVariable("VITRINE_DATA") is { Length: > 0 } folder ? folder : DefaultDataFolder,
        AdminPassword = Environment.GetEnvironmentVariable("VITRINE_ADMIN_PASSWORD") is { Length: > 0 } password ? password : null,
    };
}
