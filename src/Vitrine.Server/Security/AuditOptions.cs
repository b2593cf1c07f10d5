using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Security;

/// <summary>The audit log.</summary>
public sealed class AuditOptions
{
    public const string SectionName = "Audit";

    /// <summary>How long entries are kept, in days. Default 400.</summary>
    [Range(1, 36_500)]
    public int KeepDays { get; set; } = 400;
}
