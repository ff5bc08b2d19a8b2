using System.Text;

namespace Lookout.Migrate.Compose.Text;

/// <summary>Changes to one text, gathered at their places in it and made all at once.</summary>
internal sealed class TextEdits(SourceText source)
{
    private readonly List<Edit> _edits = [];

    public void Replace(int start, int end, string text) => _edits.Add(new Edit(start, end, text, 0));

    public void DeleteLines(int first, int last) => _edits.Add(new Edit(source.Start(first), source.Start(last + 1), "", 0));

    /// <summary>
    /// Puts lines below a line, with that line's own break. Where two blocks go below one line, the deeper one comes first:
    /// it belongs to what ends there.
    /// </summary>
    public void InsertBelow(int line, int indent, IEnumerable<string> lines)
    {
        string end = line < 0 ? source.Break(0) : source.Break(line);
        int at = source.Start(line + 1);
        _edits.Add(new Edit(at, at, string.Concat(lines.Select(text => text.Length == 0 ? end : new string(' ', indent) + text + end)), indent));
    }

    /// <summary>The edited text; false when two changes meet in one place, which would be a guess.</summary>
    public bool TryApply(out string edited)
    {
        var text = new StringBuilder(source.Text.Length + 2048);
        int at = 0;
        // At one place what is put in comes before what is taken out from there on.
        foreach (Edit edit in _edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End > edit.Start).ThenByDescending(edit => edit.Indent))
        {
            if (edit.Start < at)
            {
                edited = "";
                return false;
            }
            text.Append(source.Text, at, edit.Start - at).Append(edit.Text);
            at = edit.End;
        }
        edited = text.Append(source.Text, at, source.Text.Length - at).ToString();
        return true;
    }

    private readonly record struct Edit(int Start, int End, string Text, int Indent);
}
