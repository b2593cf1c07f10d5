namespace Vitrine.Storage.Specs;

/// <summary>Zones with daylight saving and without, on whole, half and quarter hours.</summary>
internal static class Zones
{
    public static IReadOnlyList<string> All { get; } =
        ["UTC", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Europe/Berlin", "Australia/Lord_Howe"];
}
