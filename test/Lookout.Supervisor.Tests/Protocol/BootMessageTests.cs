using Lookout.Supervisor.Protocol;

namespace Lookout.Supervisor.Tests.Protocol;

public sealed class BootMessageTests
{
    private static readonly BootMessage Message = new(42, "nonce", Any.Settings);

    [Fact]
    public void Message_is_one_line_and_comes_back_whole()
    {
        byte[] line = Message.ToLine();
        Assert.Equal(line.Length - 1, line.AsSpan().IndexOf((byte)'\n'));
        Assert.True(BootMessage.TryParse(line.AsSpan(..^1), out BootMessage? read));
        Assert.Equal(42, read!.Supervisor);
        Assert.Equal("nonce", read.Nonce);
        Assert.Equal(Message.Settings.Cameras, read.Settings.Cameras);
    }

    [Fact]
    public void Truncation_at_every_length_is_refused()
    {
        byte[] line = Message.ToLine();
        for (int length = 0; length < line.Length - 1; length++) Assert.False(BootMessage.TryParse(line.AsSpan(0, length), out _));
    }

    [Fact]
    public void Mutations_never_throw()
    {
        var random = new Random(6);
        byte[] seed = Message.ToLine();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] line = [.. seed];
            for (int edits = random.Next(1, 4); edits > 0; edits--) line[random.Next(line.Length)] = (byte)random.Next(256);
            if (BootMessage.TryParse(line, out BootMessage? read)) Assert.NotNull(read!.Settings.Cameras);
        }
    }

    [Fact]
    public void Nonce_is_not_printed() => Assert.DoesNotContain("nonce", Message.ToString(), StringComparison.Ordinal);
}
