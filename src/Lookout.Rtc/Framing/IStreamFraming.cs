namespace Lookout.Rtc.Framing;

/// <summary>How datagrams follow each other in a byte stream.</summary>
public interface IStreamFraming
{
    /// <summary>Bytes in front of a datagram that <see cref="WriteHeader"/> writes.</summary>
    int HeaderLength { get; }

    /// <summary>Looks at the first frame of what is buffered.</summary>
    /// <param name="buffered">Bytes in the order they came.</param>
    /// <param name="datagram">Where in them the datagram is; may be empty.</param>
    /// <param name="consumed">Bytes of the frame, header and padding included.</param>
    FrameCut Cut(ReadOnlySpan<byte> buffered, out Range datagram, out int consumed);

    /// <summary>Writes what goes in front of a datagram of this length.</summary>
    void WriteHeader(Span<byte> header, int datagramLength);
}
