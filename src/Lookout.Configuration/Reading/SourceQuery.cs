using System.Globalization;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>The options of a source, name=value joined by &amp;. Each is taken once; what is left over is unknown.</summary>
internal readonly struct SourceQuery
{
    private const int MostOptions = 16;

    private readonly Dictionary<string, string> _options;

    private SourceQuery(Dictionary<string, string> options) => _options = options;

    public static bool TryParse(string query, out SourceQuery options, out string expected)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        options = new SourceQuery(found);
        expected = "";
        if (query.Length == 0) return true;
        string[] pairs = query.Split('&', MostOptions + 1);
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=');
            if (equals > 0 && found.Count < MostOptions && found.TryAdd(pair[..equals], pair[(equals + 1)..])) continue;
            expected = "expected options as name=value joined by '&', each once";
            return false;
        }
        return true;
    }

    /// <summary>Takes a whole number out, if it was given; otherwise the value stays as it is.</summary>
    public bool TryTake(string name, int least, int most, ref int? value, out string expected)
    {
        expected = "";
        if (!_options.Remove(name, out string? text)) return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            value = number;
            return true;
        }
        expected = $"expected {name} to be a whole number from {least} to {most}";
        return false;
    }

    /// <summary>False when an option is left that nobody took.</summary>
    public bool IsEmpty(string known, out string expected)
    {
        expected = "";
        foreach (string name in _options.Keys)
        {
            string hint = NearestWord.Find(name, known.Replace(" and ", ", ", StringComparison.Ordinal).Split(", ")) is { } near ? $"; did you mean {near}?" : "";
            expected = $"option '{Redaction.Show(name)}' is unknown, expected only {known}{hint}";
            return false;
        }
        return true;
    }
}
