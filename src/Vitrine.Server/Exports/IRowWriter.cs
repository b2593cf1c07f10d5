namespace Vitrine.Server.Exports;

/// <summary>Puts rows into a file's form.</summary>
internal interface IRowWriter
{
    /// <param name="blank">A row that only shows the members' names.</param>
    void Begin(ReadOnlySpan<byte> blank);

    /// <param name="json">A JSON object with the members of <see cref="Begin"/> in their order.</param>
    void Row(ReadOnlySpan<byte> json);

    void End();
}
