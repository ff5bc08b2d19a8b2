using System.Text;
using Lookout.Supervisor.Protocol;

namespace Lookout.Supervisor.Tests.Protocol;

public sealed class ControlLineTests
{
    [Theory]
    [InlineData("{\"ready\":true}", true, 0)]
    [InlineData("{\"beat\":0}", false, 0)]
    [InlineData("{\"beat\":9223372036854775807}", false, long.MaxValue)]
    public void Both_forms_are_read_and_written(string text, bool ready, long frames)
    {
        Assert.True(ControlLine.TryParse(Encoding.ASCII.GetBytes(text), out ControlLine control));
        Assert.Equal(new ControlLine(ready, frames), control);
        Span<byte> written = stackalloc byte[ControlLine.MaxLength + 1];
        Assert.Equal(text + "\n", Encoding.ASCII.GetString(written[..control.Write(written)]));
        Assert.Equal(text, control.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"ready\":false}")]
    [InlineData("{\"ready\":true} ")]
    [InlineData("{\"beat\":}")]
    [InlineData("{\"beat\":-1}")]
    [InlineData("{\"beat\":1.5}")]
    [InlineData("{\"beat\":1,\"x\":2}")]
    [InlineData("{\"beat\":9223372036854775808}")]
    [InlineData("{\"beat\":00000000000000000000000000001}")]
    [InlineData("libGL warning: nothing")]
    public void Anything_else_is_refused(string text) => Assert.False(ControlLine.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Truncation_at_every_length_is_refused()
    {
        foreach (ControlLine line in (ControlLine[])[new(true, 0), new(false, long.MaxValue)])
        {
            byte[] text = Encoding.ASCII.GetBytes(line.ToString());
            for (int length = 0; length < text.Length; length++) Assert.False(ControlLine.TryParse(text.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Mutations_are_refused_or_mean_what_they_say()
    {
        var random = new Random(5);
        byte[] seed = "{\"beat\":1234567}"u8.ToArray();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] line = [.. seed];
            for (int edits = random.Next(1, 4); edits > 0; edits--) line[random.Next(line.Length)] = (byte)random.Next(256);
            if (ControlLine.TryParse(line, out ControlLine control) && !control.IsReady) Assert.True(control.Frames >= 0);
        }
    }
}
