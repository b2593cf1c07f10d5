using System.ComponentModel.DataAnnotations;

namespace Vitrine.Core.Stores;

/// <summary>How the store keeps facts.</summary>
public sealed class StoreOptions
{
    public const string SectionName = "Storage";

    /// <summary>Facts accepted but not yet committed, per project. Beyond this, ingest answers 503. Default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int QueueFacts { get; set; } = 50_000;

    /// <summary>Bytes accepted but not yet committed, per project. Beyond this, ingest answers 503. Default 64 MiB.</summary>
    [Range(1024, int.MaxValue)]
    public int QueueBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Facts counted in memory before they are written into the rollups, under a load of single facts. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int TailFacts { get; set; } = 20_000;

    /// <summary>The same under a load of batches. Default 100,000.</summary>
    [Range(1, 1_000_000)]
    public int TailFactsInBatches { get; set; } = 100_000;

    /// <summary>How long a fact may wait in memory before it is written into the rollups, in milliseconds. Default 900.</summary>
    [Range(1, 60_000)]
    public int TailMilliseconds { get; set; } = 900;

    /// <summary>Size the write-ahead log is grown to at the start of writing, in MiB. Default 64.</summary>
    [Range(0, 4096)]
    public int WalMegabytes { get; set; } = 64;

    /// <summary>SQLite's page cache for each connection that writes, in MiB; readers have a quarter. Default 32.</summary>
    [Range(1, 4096)]
    public int CacheMegabytes { get; set; } = 32;

    /// <summary>Connections that read, per project. Default 4.</summary>
    [Range(1, 64)]
    public int Readers { get; set; } = 4;

    /// <summary>Largest size of a project's file in MiB; at it the store answers as a full disk does. Default 0: as large as the disk.</summary>
    [Range(0, int.MaxValue)]
    public int MaxProjectMegabytes { get; set; }

    /// <summary>How long a query may take, in milliseconds. Default 5,000.</summary>
    [Range(1, 600_000)]
    public int QueryMilliseconds { get; set; } = 5_000;

    /// <summary>
    /// How long the total of a list may be counted where no rollup knows it, in milliseconds; beyond it the total is what was found so far and says so.
    /// Default 100.
    /// </summary>
    [Range(1, 600_000)]
    public int CountMilliseconds { get; set; } = 100;

    /// <summary>
    /// How long one read of an export or a search may look for what matches before it comes back with what it has, in milliseconds; the next read
    /// goes on there. Default 1,000.
    /// </summary>
    [Range(0, 600_000)]
    public int ReadMilliseconds { get; set; } = 1_000;

    /// <summary>How many facts a query may read where the rollups cannot answer it. Default 5,000,000.</summary>
    [Range(1, long.MaxValue)]
    public long QueryRows { get; set; } = 5_000_000;

    /// <summary>Facts that the search index may lag behind while more facts are waiting to be committed than it could keep up with. Default 1,000,000.</summary>
    [Range(0, 100_000_000)]
    public int SearchLagFacts { get; set; } = 1_000_000;

    /// <summary>New names of a dimension that a project may bring in a day; later ones count as <c>(other)</c>. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int NamesPerDay { get; set; } = 10_000;
}
