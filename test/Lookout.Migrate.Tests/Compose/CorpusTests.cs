using System.Text;
using Lookout.Migrate.Compose;

namespace Lookout.Migrate.Tests.Compose;

/// <summary>The editor on compose files of many shapes. The expected files are what the editor wrote, reviewed as diffs; from then on they are kept.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Edited => [.. CorpusFile.Edited.Select(file => file.Name)];

    public static TheoryData<string> Refused => [.. CorpusFile.All.Except(CorpusFile.Edited).Select(file => file.Name)];

    [Fact]
    public void Corpus_has_enough_shapes()
    {
        Assert.True(CorpusFile.Edited.Count() >= 30, "fewer than 30 files are edited");
        Assert.True(Refused.Count >= 15, "fewer than 15 files are refused");
    }

    [Theory]
    [MemberData(nameof(Edited))]
    public void File_is_edited_as_a_careful_person_would(string name)
    {
        var file = new CorpusFile(name);
        EditedCompose result = Edit(file, file.Before);
        Assert.Equal(Encoding.UTF8.GetString(file.After), Encoding.UTF8.GetString(result.Text));
        Assert.Equal(file.After, result.Text);
        Reading.AssertOnlyTheServiceChanged(file.Before, result.Text, file.Edit.Service);
    }

    [Theory]
    [MemberData(nameof(Edited))]
    public void Editing_again_changes_nothing(string name)
    {
        var file = new CorpusFile(name);
        EditedCompose again = Edit(file, file.After);
        Assert.Equal("", again.Diff);
        Assert.Equal(file.After, again.Text);
        Assert.Equal(Edit(file, file.Before).NeedsLegacySocket, again.NeedsLegacySocket);
    }

    [Theory]
    [MemberData(nameof(Edited))]
    public void Diff_that_is_shown_is_as_short_as_any_and_undoes_the_edit(string name)
    {
        var file = new CorpusFile(name);
        string diff = Edit(file, file.Before).Diff;
        string other = Programs.Run("diff", "--minimal", "-u", file.At("before.yml"), file.At("after.yml")).Said;
        Assert.Equal(Changes(other), Changes(diff));
        // A terminal is not shown carriage returns and marks, so 'patch' cannot take those two back.
        if (file.Before.AsSpan().IndexOfAny("\r\xEF"u8) >= 0) return;

        string folder = Directory.CreateTempSubdirectory("lookout-corpus-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "diff"), diff);
            File.WriteAllBytes(Path.Combine(folder, "file"), file.After);
            (int exit, string said) = Programs.Run("patch", "--reverse", "--silent", Path.Combine(folder, "file"), Path.Combine(folder, "diff"));
            Assert.True(exit == 0, said);
            Assert.Equal(file.Before, File.ReadAllBytes(Path.Combine(folder, "file")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Edited))]
    public void Compose_accepts_the_edited_file(string name)
    {
        (int exit, string said) = Programs.Run("docker-compose", "--file", new CorpusFile(name).At("after.yml"), "config", "--quiet");
        Assert.True(exit == 0, said);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_understood_is_refused_with_its_place_and_a_remedy(string name)
    {
        var file = new CorpusFile(name);
        Assert.False(ComposeEditor.TryEdit(CorpusFile.FileName, file.Before, file.Edit, out EditedCompose? result, out ComposeProblem? problem));
        Assert.Null(result);
        Assert.Equal(file.Refusal, problem!.ToString());
    }

    private static EditedCompose Edit(CorpusFile file, byte[] text)
    {
        Assert.True(ComposeEditor.TryEdit(CorpusFile.FileName, text, file.Edit, out EditedCompose? result, out ComposeProblem? problem), problem?.ToString());
        return result!;
    }

    private static (int Added, int Removed) Changes(string diff)
    {
        string[] lines = diff.Split('\n')[2..];
        return (lines.Count(line => line.StartsWith('+')), lines.Count(line => line.StartsWith('-')));
    }
}
