using System.Text;
using Lookout.Supervisor.Protocol;

namespace Lookout.Supervisor.Tests.Protocol;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("one\ntwo\n\nfour", "one|two||four")]
    [InlineData("", "")]
    [InlineData("\n\n", "|")]
    [InlineData("12345678\nx\n", "12345678|x")]
    [InlineData("123456789\nx\n", "12345678~|x")]
    [InlineData("1234567890123456789012345678901234567890\nx", "12345678~|x")]
    [InlineData("1234567890123456789012345678901234567890", "12345678~")]
    public void Lines_come_whole_or_cut_whatever_the_reads_are(string text, string expected)
    {
        for (int chunk = 1; chunk <= 16; chunk++)
        {
            var lines = new LineReader(new Trickle(Encoding.ASCII.GetBytes(text), chunk), maxLength: 8);
            var read = new List<string>();
            while (lines.TryRead(out ReadOnlySpan<byte> line, out bool cut)) read.Add(Encoding.ASCII.GetString(line) + (cut ? "~" : ""));
            Assert.Equal(expected, string.Join('|', read));
        }
    }

    /// <summary>A stream that gives a few bytes a read.</summary>
    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
