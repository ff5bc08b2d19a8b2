using Lookout.Migrate.Compose.Text;

namespace Lookout.Migrate.Compose.Yaml;

/// <summary>A parsed file: its text, its tree, and the first reason why it cannot be worked on.</summary>
internal sealed class YamlDocument(string file, SourceText source)
{
    public string File { get; } = file;

    public SourceText Source { get; } = source;

    public YamlMap Root { get; set; } = new(0, null, false, false);

    public List<YamlAlias> Aliases { get; } = [];

    /// <summary>Scalars that run over several lines; inside them white space is content.</summary>
    public List<YamlScalar> LongScalars { get; } = [];

    public ComposeProblem? Problem { get; private set; }

    /// <summary>Notes why the file is refused. The first reason stays. Always false, so that it can end a Try method.</summary>
    public bool Refuse(int index, string found, string remedy)
    {
        int at = Math.Clamp(index, 0, Source.Text.Length);
        int line = Math.Min(Source.LineOf(at), Source.Lines - 1);
        Problem ??= new ComposeProblem(File, line + 1, at - Source.Start(line) + 1, found, remedy);
        return false;
    }

    public bool Refuse(YamlNode node, string found, string remedy) => Refuse(node.Start, found, remedy);

    /// <summary>The line a person's editor shows, from 1.</summary>
    public int LineNumber(YamlNode node) => Source.LineOf(node.Start) + 1;
}
