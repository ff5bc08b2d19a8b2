using Lookout.Migrate.Compose.Text;

namespace Lookout.Migrate.Tests.Compose.Text;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void Equal_texts_have_no_diff() => Assert.Equal("", UnifiedDiff.Between("f", "a\nb\n", "a\nb\n"));

    [Fact]
    public void Diff_has_three_lines_of_context_and_one_hunk_for_neighbours() => Assert.Equal(
        """
        --- f
        +++ f
        @@ -1,9 +1,9 @@
         1
         2
         3
        -4
        +four
         5
        -6
        +six
         7
         8
         9

        """, UnifiedDiff.Between("f", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "1\n2\n3\nfour\n5\nsix\n7\n8\n9\n10\n"));

    [Fact]
    public void Missing_last_break_is_told() =>
        Assert.Equal("--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n", UnifiedDiff.Between("f", "a", "a\n"));

    [Fact]
    public void File_cannot_drive_the_terminal() => Assert.DoesNotContain('\x1B', UnifiedDiff.Between("f", "", "\x1B[2J\n"));

    [Fact]
    public void Patch_makes_one_text_of_the_other_both_ways()
    {
        string folder = Directory.CreateTempSubdirectory("lookout-diff-").FullName;
        try
        {
            var random = new Random(7);
            for (int round = 0; round < 40; round++)
            {
                string from = Lines(random), to = Lines(random);
                if (from == to) continue;
                File.WriteAllText(Path.Combine(folder, "diff"), UnifiedDiff.Between("f", from, to));
                Assert.Equal(to, Patched(folder, from));
                Assert.Equal(from, Patched(folder, to, "--reverse"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Patched(string folder, string text, params string[] options)
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, text);
        (int exit, string said) = Programs.Run("patch", [.. options, "--silent", "--force", file, Path.Combine(folder, "diff")]);
        Assert.True(exit == 0, said);
        return File.ReadAllText(file);
    }

    // Few different lines, so that there is much to align.
    private static string Lines(Random random)
    {
        string text = string.Concat(Enumerable.Range(0, 1 + random.Next(40)).Select(_ => $"{(char)('a' + random.Next(5))}\n"));
        return random.Next(4) == 0 ? text[..^1] : text;
    }
}
