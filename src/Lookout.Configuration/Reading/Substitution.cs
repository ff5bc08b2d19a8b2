using System.Text;
using Lookout.Configuration.Problems;
using Lookout.Configuration.Yaml;

namespace Lookout.Configuration.Reading;

/// <summary>
/// Fills <c>${VAR}</c> and <c>${VAR:default}</c> into values (not keys). <c>$${</c> stands for a literal <c>${</c>.
/// What a variable holds is never looked at again, so it cannot smuggle in another substitution.
/// </summary>
internal sealed class Substitution(IReadOnlyDictionary<string, string> variables, ProblemList problems)
{
    public void Apply(ConfigNode node, string key)
    {
        switch (node)
        {
            case ScalarNode scalar:
                if (TryExpand(scalar.Text, out string expanded, out string problem))
                {
                    scalar.Text = expanded;
                    break;
                }
                problems.Error(scalar.Origin, key, problem);
                scalar.IsReported = true;
                break;
            case SequenceNode sequence:
                for (int i = 0; i < sequence.Items.Count; i++) Apply(sequence.Items[i], $"{key}[{i}]");
                break;
            case MappingNode mapping:
                foreach (MappingEntry entry in mapping.Entries) Apply(entry.Value, key.Length == 0 ? entry.Key : $"{key}.{entry.Key}");
                break;
        }
    }

    private bool TryExpand(string text, out string expanded, out string problem)
    {
        expanded = text;
        problem = "";
        int open = text.IndexOf("${", StringComparison.Ordinal);
        if (open < 0) return true;
        var result = new StringBuilder();
        int from = 0;
        for (; open >= 0; open = text.IndexOf("${", from, StringComparison.Ordinal))
        {
            if (open > from && text[open - 1] == '$')
            {
                result.Append(text, from, open - 1 - from).Append("${");
                from = open + 2;
                continue;
            }
            int close = text.IndexOf('}', open);
            if (close < 0)
            {
                problem = "found '${' without '}', expected ${VARIABLE} or ${VARIABLE:default}";
                return false;
            }
            string inner = text[(open + 2)..close];
            int colon = inner.IndexOf(':');
            string name = colon < 0 ? inner : inner[..colon];
            if (!IsName(name))
            {
                problem = $"found '${{{Redaction.Show(inner)}}}', expected ${{VARIABLE}} or ${{VARIABLE:default}}";
                return false;
            }
            if (!variables.TryGetValue(name, out string? value))
            {
                if (colon < 0)
                {
                    problem = $"the environment variable {name} is not set; set it, or write ${{{name}:default}}";
                    return false;
                }
                value = inner[(colon + 1)..];
            }
            result.Append(text, from, open - from).Append(value);
            from = close + 1;
        }
        expanded = result.Append(text, from, text.Length - from).ToString();
        return true;
    }

    private static bool IsName(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }
        return true;
    }
}
