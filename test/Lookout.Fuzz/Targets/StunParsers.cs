using Lookout.Fuzz.Corpus;
using Lookout.Rtc.Framing;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;
using Lookout.Rtc.Turn;

namespace Lookout.Fuzz.Targets;

/// <summary>STUN messages, ChannelData, and both ways in which datagrams lie in a stream.</summary>
internal static class StunParsers
{
    private const int MaxDatagram = 1500;

    public static bool Message(byte[] input)
    {
        if (!StunMessage.TryParse(input, out StunMessage message)) return false;
        foreach (StunAttributeType type in Enum.GetValues<StunAttributeType>())
        {
            message.TryGet(type, out _);
            message.TryGetXorAddress(type, out _);
            message.TryGetUInt32(type, out _);
            message.TryGetTieBreaker(type, out _);
        }

        Span<ushort> unknown = stackalloc ushort[8];
        ParserTarget.Must(message.CollectUnknown(unknown) <= unknown.Length, "more unknown attributes than there is room for");
        message.TryGetErrorCode(out _);
        message.TryGetPriority(out _);
        message.IsAuthentic("key"u8);
        message.HasValidFingerprint();
        IceDemultiplexer.TryGetUfrag(message, out _);
        return true;
    }

    public static bool Channel(byte[] input)
    {
        if (!ChannelData.TryParse(input, out ushort number, out Range data)) return false;
        byte[] inside = input[data];
        var written = new byte[input.Length + 8];
        int length = ChannelData.Write(written, number, inside, padded: false);
        ParserTarget.Must(input.AsSpan().StartsWith(written.AsSpan(0, length)), "what was read is not what is written");
        return true;
    }

    public static bool Frames(IStreamFraming framing, byte[] input)
    {
        int frames = 0;
        for (ReadOnlySpan<byte> rest = input; ;)
        {
            FrameCut cut = framing.Cut(rest, out Range datagram, out int consumed);
            if (cut != FrameCut.Complete) return frames > 0;
            ParserTarget.Must(consumed > 0, "a frame of no bytes");
            ParserTarget.Must(rest[datagram].Length <= MaxDatagram, "longer than a datagram may be");
            rest = rest[consumed..];
            frames++;
        }
    }

    public static byte[][] ChannelCorpus { get; } = [MakeChannel(0x4000, 20), MakeChannel(0x4FFF, 0), MakeChannel(0x4123, 1200)];

    public static byte[][] LengthCorpus { get; } = [[0, 3, 1, 2, 3, 0, 0, 0, 1, 9], .. StunCorpus.Signed.Select(message => (byte[])[(byte)(message.Length >> 8), (byte)message.Length, .. message])];

    public static byte[][] TurnCorpus { get; } = [.. StunCorpus.Signed.Zip(ChannelCorpus, (message, channel) => (byte[])[.. message, .. channel])];

    private static byte[] MakeChannel(ushort number, int length)
    {
        var bytes = new byte[length + 8];
        return bytes[..ChannelData.Write(bytes, number, new byte[length], padded: true)];
    }
}
