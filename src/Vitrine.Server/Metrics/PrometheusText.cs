using System.Globalization;
using System.Text;

namespace Vitrine.Server.Metrics;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder text = new();

    public void Family(string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public void Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(name);
        for (var index = 0; index < labels.Length; index++)
            text.Append(index == 0 ? '{' : ',').Append(labels[index].Name).Append("=\"").Append(Escape(labels[index].Value)).Append('"');
        if (labels.Length > 0) text.Append('}');
        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <param name="buckets">Cumulative, by upper bound.</param>
    public void Histogram(
        string name, IEnumerable<(double UpperBound, long Count)> buckets, double sum, long count, (string Name, string Value) label)
    {
        foreach (var (bound, below) in buckets.Where(bucket => double.IsFinite(bucket.UpperBound)))
            Sample($"{name}_bucket", below, label, ("le", bound.ToString("R", CultureInfo.InvariantCulture)));
        Sample($"{name}_bucket", count, label, ("le", "+Inf"));
        Sample($"{name}_sum", sum, label);
        Sample($"{name}_count", count, label);
    }

    public override string ToString() => text.ToString();

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
