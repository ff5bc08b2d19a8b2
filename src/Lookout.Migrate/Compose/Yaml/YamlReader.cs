using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lookout.Migrate.Compose.Yaml;

/// <summary>
/// YAML text to a tree of <see cref="YamlNode"/> with the place of each. It pulls YamlDotNet's parse events for their marks
/// and builds no object by type, so a tag can name nothing to run. An alias points at its node and is never unfolded.
/// </summary>
internal sealed class YamlReader
{
    private readonly YamlDocument _document;
    private readonly Parser _parser;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlReader(YamlDocument document)
    {
        _document = document;
        _parser = new Parser(new Scanner(new StringReader(document.Source.Text), skipComments: true));
    }

    private string Text => _document.Source.Text;

    /// <summary>Reads one document whose root is a map; false, with the document's problem set, when it cannot.</summary>
    public static bool TryRead(YamlDocument document)
    {
        if (!TextScreen.TryCharacters(document)) return false;
        var reader = new YamlReader(document);
        try
        {
            return reader.ReadStream() && TextScreen.TryIndentation(document);
        }
        catch (YamlException exception)
        {
            // The commonest slip is one the parser reports at the top of the file: a line indented by a tab.
            if (!TextScreen.TryIndentation(document)) return false;
            return document.Refuse(reader.Index(exception.End), $"found what is not YAML: {Printable.Short(exception.Message)}", "correct it; 'docker-compose config' must accept the file");
        }
    }

    // A mark at the end of the text may lie behind its last break.
    private int Index(in Mark mark) => (int)Math.Clamp(mark.Index, 0, Math.Max(0, Text.Length - 1));

    private bool ReadStream()
    {
        Advance();
        Advance();
        if (_parser.Current is not DocumentStart) return _document.Refuse(0, "found an empty file", "name a compose file that has services");
        Advance();
        if (ReadNode(0) is not { } root) return false;
        Advance(); // DocumentEnd
        if (_parser.Current is DocumentStart second)
            return _document.Refuse(Index(second.Start), "found a second document", "keep one document in the file; Compose reads only one");
        if (root is not YamlMap map) return _document.Refuse(root, $"found {root.Describe()}", "name a compose file: groups of keys such as services:");
        _document.Root = map;
        return true;
    }

    private YamlNode? ReadNode(int depth)
    {
        ParsingEvent current = _parser.Current ?? throw new SemanticErrorException("unexpected end");
        int start = Index(current.Start);
        if (++_nodes > YamlLimits.Nodes) return Refused(start, $"found more than {YamlLimits.Nodes} values", "split the file; this is no compose file that a person keeps");
        if (depth > YamlLimits.Depth) return Refused(start, $"found values nested more than {YamlLimits.Depth} deep", "write it flatter; Compose knows no key that deep");
        Advance();
        switch (current)
        {
            case AnchorAlias alias:
                if (!_anchors.TryGetValue(alias.Value.Value, out YamlNode? target))
                    return Refused(start, $"found the alias *{Printable.Short(alias.Value.Value)}, whose anchor is not above it", "write the anchor first");
                var pointer = new YamlAlias(start, alias.Value.Value, target) { End = Index(current.End) };
                _document.Aliases.Add(pointer);
                return pointer;
            case Scalar scalar:
                return ReadScalar(scalar, start);
            case SequenceStart sequence:
                return ReadList(sequence, start, depth);
            case MappingStart mapping:
                return ReadMap(mapping, start, depth);
            default:
                throw new SemanticErrorException(current.Start, current.End, "unexpected end of a value");
        }
    }

    private YamlScalar ReadScalar(Scalar scalar, int start)
    {
        char? quote = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => '\'',
            ScalarStyle.DoubleQuoted => '"',
            ScalarStyle.Literal or ScalarStyle.Folded => '|',
            _ => null,
        };
        var node = new YamlScalar(start, Anchor(scalar), !scalar.Tag.IsEmpty, scalar.Value, quote) { End = Trimmed(start, Math.Max(start, Index(scalar.End))) };
        if (Text.AsSpan(start..node.End).Contains('\n')) _document.LongScalars.Add(node);
        return Named(node);
    }

    private YamlList? ReadList(SequenceStart sequence, int start, int depth)
    {
        var list = Named(new YamlList(start, Anchor(sequence), !sequence.Tag.IsEmpty, sequence.Style == SequenceStyle.Flow));
        while (_parser.Current is not SequenceEnd)
        {
            if (ReadNode(depth + 1) is not { } item) return null;
            list.Items.Add(item);
            list.End = item.End;
        }
        if (list.IsFlow) list.End = Closed();
        Advance();
        return list;
    }

    private YamlMap? ReadMap(MappingStart mapping, int start, int depth)
    {
        var map = Named(new YamlMap(start, Anchor(mapping), !mapping.Tag.IsEmpty, mapping.Style == MappingStyle.Flow));
        var seen = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            if (ReadNode(depth + 1) is not { } keyNode) return null;
            if (keyNode is not YamlScalar key)
            {
                _document.Refuse(keyNode, $"found {keyNode.Describe()} as a key", "write the key as a word");
                return null;
            }
            if (!seen.TryAdd(key.Text, key))
            {
                _document.Refuse(key, $"found '{Printable.Short(key.Text)}' twice, first at line {_document.LineNumber(seen[key.Text])}", "keep one of the two");
                return null;
            }
            if (ReadNode(depth + 1) is not { } value) return null;
            var entry = new YamlEntry(key, Colon(key), value);
            map.Entries.Add(entry);
            map.End = entry.End;
        }
        if (map.IsFlow) map.End = Closed();
        Advance();
        return map;
    }

    private YamlNode? Refused(int at, string found, string remedy)
    {
        _document.Refuse(at, found, remedy);
        return null;
    }

    private T Named<T>(T node)
        where T : YamlNode
    {
        if (node.Anchor is not null) _anchors[node.Anchor] = node;
        return node;
    }

    private static string? Anchor(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    // The mark of a closing bracket lies before it.
    private int Closed()
    {
        int at = Index(_parser.Current!.Start);
        return at < Text.Length && Text[at] is ']' or '}' ? at + 1 : Index(_parser.Current.End);
    }

    // A block scalar's mark lies behind the breaks that follow it.
    private int Trimmed(int start, int end)
    {
        while (end > start && Text[end - 1] is ' ' or '\t' or '\r' or '\n') end--;
        return end;
    }

    private int Colon(YamlScalar key)
    {
        int at = key.End;
        while (at < Text.Length && Text[at] == ' ') at++;
        return at < Text.Length && Text[at] == ':' ? at : -1;
    }

    // YamlDotNet answers some malformed flow collections with the exceptions of its own slips instead of a YamlException.
    private void Advance()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            Mark mark = _parser.Current?.End ?? Mark.Empty;
            throw new SyntaxErrorException(mark, mark, "the text from here on makes no sense; is a bracket or brace left open?");
        }
    }
}
