using System.Reflection;
using System.Text.Json.Serialization;

namespace Vitrine.Server.Backup;

/// <summary>The last entry of a backup: what is in it. A backup without one was cut off.</summary>
/// <param name="Format">Of the archive.</param>
/// <param name="Vitrine">The version that made it.</param>
/// <param name="CreatedAt">When it was begun; everything acknowledged before is in it.</param>
/// <param name="PicturesIn">The bucket that keeps the pictures, which then are not in it.</param>
internal sealed record BackupManifest(int Format, string Vitrine, DateTimeOffset CreatedAt, IReadOnlyList<BackupFile> Files, string? PicturesIn = null)
{
    public const string Name = "manifest.json";
    public const int NewestFormat = 1;

    /// <summary>More than any manifest has, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024 * 1024;

    public static string Version { get; } =
        typeof(BackupManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

/// <param name="Path">Below the data folder, with slashes.</param>
/// <param name="Schema">The number of its schema; 0 for what has none.</param>
internal sealed record BackupFile(string Path, long Bytes, string Sha256, int Schema);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
