using Lookout.Configuration.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lookout.Configuration.Yaml;

/// <summary>
/// YAML text to a tree of <see cref="ConfigNode"/>. It pulls parse events and builds no object by type, so a tag can
/// name nothing to run (CVE-2023-45670, CVE-2023-45672 of Frigate), and refuses what a configuration never needs and a
/// bomb always does: tags, anchors, aliases, several documents, depth.
/// </summary>
internal sealed class YamlReader
{
    private readonly string _file;
    private readonly ProblemList _problems;
    private readonly Parser _parser;
    private int _nodes;

    private YamlReader(string text, string file, ProblemList problems)
    {
        _file = file;
        _problems = problems;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>
    /// Reads a document whose root is a mapping; an empty one is an empty mapping. Null when nothing usable could be
    /// read; then <paramref name="problems"/> says why.
    /// </summary>
    public static MappingNode? Read(string text, string file, ProblemList problems)
    {
        try
        {
            return new YamlReader(text, file, problems).ReadStream();
        }
        catch (YamlException exception)
        {
            // The end is where the reader gave up; the start may be the top of the file.
            Origin origin = TabIndentation(text, file) ?? At(file, exception.End);
            problems.Error(origin, "", $"this is not YAML: {exception.Message}");
            return null;
        }
    }

    private static Origin At(string file, in Mark mark) => Origin.OfFile(file, (int)mark.Line, (int)mark.Column);

    // The commonest slip is the one the reader reports at the top of the file: the first line indented by a tab.
    private static Origin? TabIndentation(string text, string file)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> span in text.AsSpan().EnumerateLines())
        {
            line++;
            int tab = span.IndexOf('\t');
            if (tab >= 0 && span[..tab].IsWhiteSpace()) return Origin.OfFile(file, line, tab + 1);
        }
        return null;
    }

    private MappingNode? ReadStream()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd) return new MappingNode(Origin.OfFile(_file, 1, 1));
        Next<DocumentStart>();
        ConfigNode root = ReadNode(0, "");
        Next<DocumentEnd>();
        if (_parser.Current is DocumentStart second) Error(second, "", "found a second document, expected one document in the file");
        if (root is MappingNode mapping) return mapping;
        if (root is ScalarNode { IsNull: true }) return new MappingNode(root.Origin);
        _problems.Error(root.Origin, "", $"found {root.Describe()}, expected a group of keys such as cameras:");
        return null;
    }

    private ConfigNode ReadNode(int depth, string key)
    {
        ParsingEvent current = _parser.Current ?? throw new SemanticErrorException("unexpected end");
        if (++_nodes > YamlLimits.Nodes) throw new SemanticErrorException(current.Start, current.End, $"more than {YamlLimits.Nodes} values");
        if (depth > YamlLimits.Depth) throw new SemanticErrorException(current.Start, current.End, $"nested more than {YamlLimits.Depth} deep");
        if (current is NodeEvent node) RefuseProperties(node, key);
        Origin origin = At(_file, current.Start);
        Advance();
        switch (current)
        {
            case Scalar scalar:
                return new ScalarNode(origin, scalar.Value, scalar.Style != ScalarStyle.Plain);
            case AnchorAlias:
                _problems.Error(origin, key, "found an alias (*), expected the value itself: anchors and aliases are not used here");
                return new ScalarNode(origin, "", quoted: false) { IsReported = true };
            case SequenceStart:
                var sequence = new SequenceNode(origin);
                while (_parser.Current is not SequenceEnd) sequence.Items.Add(ReadNode(depth + 1, $"{key}[{sequence.Items.Count}]"));
                Advance();
                return sequence;
            case MappingStart:
                return ReadMapping(origin, depth, key);
            default:
                throw new SemanticErrorException(current.Start, current.End, "unexpected end of a value");
        }
    }

    private MappingNode ReadMapping(Origin origin, int depth, string path)
    {
        var mapping = new MappingNode(origin);
        var seen = new Dictionary<string, Origin>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            ConfigNode keyNode = ReadNode(depth + 1, path);
            string key = keyNode is ScalarNode scalar ? scalar.Text : "";
            ConfigNode value = ReadNode(depth + 1, path.Length == 0 ? key : $"{path}.{key}");
            if (keyNode is not ScalarNode)
                _problems.Error(keyNode.Origin, path, $"found {keyNode.Describe()} as a key, expected a word");
            else if (!seen.TryAdd(key, keyNode.Origin))
                _problems.Error(keyNode.Origin, path, $"found '{Redaction.Show(key)}' twice, first at line {seen[key].Line}; expected it once");
            else
                mapping.Entries.Add(new MappingEntry(key, keyNode.Origin, value));
        }
        Advance();
        return mapping;
    }

    // YamlDotNet answers some malformed flow collections with the exceptions of its own slips instead of a YamlException.
    private bool Advance()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            Mark mark = _parser.Current?.End ?? Mark.Empty;
            throw new SyntaxErrorException(mark, mark, "the text from here on makes no sense; is a bracket or brace left open?");
        }
    }

    private void RefuseProperties(NodeEvent node, string key)
    {
        if (!node.Tag.IsEmpty) Error(node, key, "found a tag (!), expected a plain value: tags are not used here");
        if (!node.Anchor.IsEmpty) Error(node, key, "found an anchor (&), expected a plain value: anchors and aliases are not used here");
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null && !Advance()) return;
        if (_parser.Current is T) Advance();
    }

    private void Error(ParsingEvent where, string key, string message) => _problems.Error(At(_file, where.Start), key, message);
}
