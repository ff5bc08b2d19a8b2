using Lookout.CameraServer.Legacy;

namespace Lookout.CameraServer.Tests.Legacy;

public sealed class LegacyRequestFuzz
{
    private const int Mutations = 20_000;

    private static readonly byte[][] Seeds =
    [
        "{\"cmd\": \"ping\"}"u8.ToArray(),
        "{\"cmd\":\"process_image\",\"width\":640,\"height\":480,\"channels\":3}"u8.ToArray(),
        "{\"x\":[1,{\"y\":\"\\ud83d\\ude00\"}],\"cmd\":\"process_aligned\\u005fface\"}"u8.ToArray(),
    ];

    [Fact]
    public void Truncation_at_every_length_is_malformed()
    {
        foreach (byte[] seed in Seeds)
        {
            Assert.True(LegacyRequest.TryParse(seed, out _));
            for (int length = 0; length < seed.Length; length++) Assert.False(LegacyRequest.TryParse(seed.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Mutations_are_a_request_or_none_and_never_an_exception()
    {
        var random = new Random(20261124);
        int read = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = [.. Seeds[random.Next(Seeds.Length)]];
            for (int edits = random.Next(1, 5); edits > 0; edits--) Mutate(random, ref bytes);
            if (!LegacyRequest.TryParse(bytes, out LegacyRequest request)) continue;
            read++;
            Assert.True(Enum.IsDefined(request.Command));
            if (request.Size.TryGetLength(out int length)) Assert.InRange(length, 0, LegacyProtocol.MaxImageBytes);
            else Assert.False(request.Size.IsAcceptable);
        }
        Assert.InRange(read, 1, Mutations - 1);
    }

    private static void Mutate(Random random, ref byte[] bytes)
    {
        int at = random.Next(bytes.Length + 1);
        byte[] piece = [.. Seeds[random.Next(Seeds.Length)].Skip(random.Next(20)).Take(random.Next(1, 12))];
        bytes = random.Next(4) switch
        {
            0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[Math.Min(at + 1, bytes.Length)..]],
            1 => [.. bytes[..at], .. bytes[Math.Min(at + random.Next(1, 8), bytes.Length)..]],
            2 => [.. bytes[..at], .. piece, .. bytes[at..]],
            _ => [.. bytes[..at], (byte)"\"\\{}[]:,-0e."[random.Next(12)], .. bytes[at..]],
        };
    }
}
