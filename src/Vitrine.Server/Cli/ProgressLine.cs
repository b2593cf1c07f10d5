
namespace Vitrine.Server.Cli;

/// <summary>How an import is getting on: a line that changes in a terminal, a new line every few seconds anywhere else.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal, TimeProvider clock)
{
    private static readonly TimeSpan InTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    private readonly long started = clock.GetTimestamp();
    private long shown = clock.GetTimestamp();
    private int width;

    public TimeSpan Elapsed => clock.GetElapsedTime(started);

    public void Show(string name, double fraction, long rows)
    {
        if (clock.GetElapsedTime(shown) < (isTerminal ? InTerminal : Elsewhere)) return;
        shown = clock.GetTimestamp();
        var text = $"{name}: {fraction * 100:0} %, {rows:N0} rows, {Rate(rows):N0} a second";
        if (isTerminal) output.Write('\r' + text.PadRight(width));
        else output.WriteLine(text);
        width = text.Length;
    }

    /// <summary>Rows a second since the start.</summary>
    public double Rate(long rows) => rows / Math.Max(0.001, Elapsed.TotalSeconds);

    public void Clear()
    {
        if (isTerminal && width > 0) output.Write('\r' + new string(' ', width) + '\r');
        width = 0;
    }
}
