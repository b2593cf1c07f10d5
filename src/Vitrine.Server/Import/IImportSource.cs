namespace Vitrine.Server.Import;

/// <summary>A file read as facts, in one pass and bounded memory. Not thread-safe.</summary>
internal interface IImportSource : IDisposable
{
    /// <summary>Every row, always in the same order.</summary>
    IEnumerable<ImportRow> Read();

    /// <summary>How much of the file was read, from 0 to 1.</summary>
    double Fraction { get; }

    /// <summary>What a person should know of the file: tables and columns left out. Complete once the first row was read.</summary>
    IReadOnlyList<string> Notes { get; }
}

/// <summary>The file or the options do not fit each other; the message says how to mend it.</summary>
internal sealed class ImportFormatException(string message, Exception? inner = null) : Exception(message, inner);
