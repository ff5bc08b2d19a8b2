namespace Lookout.Migrate;

/// <summary>The command line of 'lookout migrate': options with a value, switches, nothing else.</summary>
internal sealed class MigrateArguments
{
    private readonly Dictionary<string, List<string>> _values = [];
    private readonly HashSet<string> _switches = [];

    /// <summary>Reads the options a command knows. Null when there is another, or one without its value.</summary>
    public static MigrateArguments? Parse(ReadOnlySpan<string> arguments, string[] options, string[] switches, out string problem)
    {
        var parsed = new MigrateArguments();
        problem = "";
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            if (equals < 0 && switches.Contains(name)) parsed._switches.Add(name);
            else if (!options.Contains(name)) problem = $"'{argument}' is nothing this command knows";
            else if (equals >= 0) parsed.Add(name, argument[(equals + 1)..]);
            else if (i + 1 < arguments.Length) parsed.Add(name, arguments[++i]);
            else problem = $"{name} needs a value";
            if (problem.Length > 0) return null;
        }
        return parsed;
    }

    public bool Has(string name) => _switches.Contains(name);

    /// <summary>The last value given; null when there is none.</summary>
    public string? Value(string name) => _values.TryGetValue(name, out List<string>? values) ? values[^1] : null;

    public IReadOnlyList<string> Values(string name) => _values.TryGetValue(name, out List<string>? values) ? values : [];

    private void Add(string name, string value)
    {
        if (!_values.TryGetValue(name, out List<string>? values)) _values[name] = values = [];
        values.Add(value);
    }
}
