using Lookout.Migrate.Compose;

namespace Lookout.Migrate.Tests.Compose;

/// <summary>Whatever a file holds: it is edited, and then nobody else's part of it changed, or it is refused with a place in it.</summary>
public sealed class DamagedFileTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void Any_file_cut_off_anywhere_is_edited_soundly_or_refused()
    {
        foreach (CorpusFile file in CorpusFile.All.Where(file => file.Before.Length < 700))
        {
            byte[] whole = file.Before;
            for (int length = 0; length < whole.Length; length++) Check(file, whole[..length], $"{file.Name} cut off at {length}");
        }
    }

    [Fact]
    public void Any_mutation_is_edited_soundly_or_refused()
    {
        (CorpusFile File, byte[] Text)[] files = [.. CorpusFile.All.Where(file => file.Before.Length > 0).Select(file => (file, file.Before))];
        byte[][] lines = [.. files.SelectMany(file => Lines(file.Text))];
        int edited = 0;
        Parallel.For(0, Mutations, seed =>
        {
            var random = new Random(seed);
            (CorpusFile file, byte[] text) = files[seed % files.Length];
            if (Check(file, Mutate(text, lines, random), $"{file.Name}, seed {seed}")) Interlocked.Increment(ref edited);
        });
        // Mutations that always break a file would prove nothing about edits.
        Assert.InRange(edited, Mutations / 10, Mutations);
    }

    private static bool Check(CorpusFile file, byte[] text, string what)
    {
        try
        {
            if (!ComposeEditor.TryEdit(CorpusFile.FileName, text, file.Edit, out EditedCompose? result, out ComposeProblem? problem))
            {
                Assert.InRange(problem!.Line, 1, text.Count((byte)'\n') + 1);
                Assert.InRange(problem.Column, 1, text.Length + 1);
                Assert.NotEqual("", problem.Remedy);
                return false;
            }
            Reading.AssertOnlyTheServiceChanged(text, result!.Text, file.Edit.Service);
            Assert.True(ComposeEditor.TryEdit(CorpusFile.FileName, result.Text, file.Edit, out EditedCompose? again, out problem), $"the result is refused: {problem}");
            Assert.Equal("", again!.Diff);
            return true;
        }
        catch (Exception exception)
        {
            throw new Xunit.Sdk.XunitException($"{what}\n{System.Text.Encoding.UTF8.GetString(text)}\n{exception}");
        }
    }

    private static byte[] Mutate(byte[] text, byte[][] lines, Random random)
    {
        var mutant = new List<byte>(text);
        for (int times = 1 + random.Next(3); times > 0 && mutant.Count > 0; times--)
        {
            int at = random.Next(mutant.Count);
            switch (random.Next(6))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant[at] = " \t\n\r:-#'\"[]{}&*!|>,?$%@\0"u8[random.Next(23)];
                    break;
                case 2:
                    mutant.Insert(at, " \n:-#[]{}&*"u8[random.Next(11)]);
                    break;
                case 3:
                    mutant.RemoveRange(at, Math.Min(1 + random.Next(8), mutant.Count - at));
                    break;
                case 4:
                    mutant.InsertRange(LineStart(mutant, at), lines[random.Next(lines.Length)]);
                    break;
                default:
                    int start = LineStart(mutant, at);
                    int end = mutant.IndexOf((byte)'\n', at);
                    mutant.RemoveRange(start, (end < 0 ? mutant.Count : end + 1) - start);
                    break;
            }
        }
        return [.. mutant];
    }

    private static int LineStart(List<byte> text, int at) => at == 0 ? 0 : text.LastIndexOf((byte)'\n', at - 1) + 1;

    private static IEnumerable<byte[]> Lines(byte[] text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = Array.IndexOf(text, (byte)'\n', start);
            end = end < 0 ? text.Length : end + 1;
            yield return text[start..end];
            start = end;
        }
    }
}
