using System.Globalization;
using System.Text;

namespace Lookout.CameraService.Http;

/// <summary>Writes the Prometheus text format 0.0.4: for each metric its HELP and TYPE once, then its samples.</summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private const string Prefix = "lookout_";

    private readonly StringBuilder _text = new();

    public MetricsText Counter(string name, string help) => Head(name, "counter", help);

    public MetricsText Gauge(string name, string help) => Head(name, "gauge", help);

    public MetricsText Histogram(string name, string help) => Head(name, "histogram", help);

    public MetricsText Sample(string name, double value, params ReadOnlySpan<(string Label, string Value)> labels)
    {
        _text.Append(Prefix).Append(name);
        for (int i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Label).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
        }

        if (labels.Length > 0) _text.Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
        return this;
    }

    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    public override string ToString() => _text.ToString();

    private MetricsText Head(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(Prefix).Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(Prefix).Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
