using System.Buffers.Binary;

namespace Lookout.Rtc.Rtp;

/// <summary>
/// The transport-wide sequence number extension (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2): one counter over
/// all packets of all streams to a receiver, whose feedback names packets by it.
/// </summary>
public static class TransportSequence
{
    /// <summary>The name of the extension in SDP's extmap.</summary>
    public const string Uri = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /// <summary>Length of a written element.</summary>
    public const int ElementLength = 1 + DataLength;

    private const int DataLength = 2;

    /// <summary>Writes the element under the negotiated id and returns <see cref="ElementLength"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not 1 to 14.</exception>
    public static int Write(Span<byte> destination, int id, ushort sequence)
    {
        Span<byte> data = stackalloc byte[DataLength];
        BinaryPrimitives.WriteUInt16BigEndian(data, sequence);
        return HeaderExtensions.Write(destination, id, data);
    }

    /// <summary>Parses the data of an element. False unless it has two bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out ushort sequence)
    {
        sequence = 0;
        if (data.Length != DataLength) return false;
        sequence = BinaryPrimitives.ReadUInt16BigEndian(data);
        return true;
    }
}
