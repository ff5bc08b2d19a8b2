using System.Globalization;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Sdp;

/// <summary>
/// Reads the lines of an offer into sections. Lenient where RFC 8866 says to ignore, strict in what an answer would
/// repeat or rely on. Bounded in everything it keeps.
/// </summary>
internal ref struct SdpOfferParser(ReadOnlySpan<char> text)
{
    private const int MaxMedia = 32;
    private const int MaxExtensionId = 14;
    private const int MaxSsrcs = 256;
    private const int LongestParameter = 20;

    private SdpLineReader _lines = new(text);
    private SdpMedia? _media;

    public List<SdpMedia> Media { get; } = [];

    public HashSet<Ssrc> Ssrcs { get; } = [];

    public SdpTransport SessionTransport { get; } = new();

    /// <summary>Tags of the first BUNDLE group.</summary>
    public string[] Bundle { get; private set; } = [];

    public string? Error { get; private set; }

    public bool TryRead()
    {
        if (!_lines.MoveNext() || _lines.Type != 'v' || !_lines.Value.SequenceEqual("0")) return Fail("it must begin with v=0");
        while (_lines.MoveNext())
        {
            bool ok = _lines.Type switch
            {
                'm' => ReadMedia(_lines.Value),
                'a' => ReadAttribute(_lines.Value),
                _ => true,
            };
            if (!ok) return Error is null ? Fail($"line {_lines.Line} is malformed") : false;
        }

        return !_lines.Malformed || Fail($"line {_lines.Line} is no line of a session description");
    }

    private bool Fail(string error)
    {
        Error = error;
        return false;
    }

    // m=video 9 UDP/TLS/RTP/SAVPF 96 97
    private bool ReadMedia(scoped ReadOnlySpan<char> value)
    {
        if (Media.Count == MaxMedia) return Fail($"it has more than {MaxMedia} media sections");
        ReadOnlySpan<char> kind = SdpText.Cut(ref value, ' ');
        ReadOnlySpan<char> portText = SdpText.Cut(ref value, ' ');
        ReadOnlySpan<char> protocol = SdpText.Cut(ref value, ' ');
        if (!SdpText.IsToken(kind) || !SdpText.IsToken(protocol)) return false;
        if (!ushort.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)) return false;

        ReadOnlySpan<char> formats = value;
        ReadOnlySpan<char> first = SdpText.Cut(ref formats, ' ');
        if (!SdpText.IsToken(first)) return false;
        _media = new SdpMedia(kind.ToString(), port, protocol.ToString(), first.ToString());
        Media.Add(_media);
        for (ReadOnlySpan<char> rest = value; !rest.IsEmpty;)
            if (TryPayloadType(SdpText.Cut(ref rest, ' '), out byte payloadType) && Codec(payloadType) is null)
                _media.CodecList.Add(new SdpCodec(payloadType));
        return true;
    }

    private bool ReadAttribute(scoped ReadOnlySpan<char> attribute)
    {
        ReadOnlySpan<char> value = attribute;
        ReadOnlySpan<char> name = SdpText.Cut(ref value, ':');
        return ReadTransport(_media?.Transport ?? SessionTransport, name, value)
            && (_media is null ? ReadGroup(name, value) : ReadMediaAttribute(_media, name, value));
    }

    private static bool ReadTransport(SdpTransport transport, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "ice-ufrag": transport.Ufrag = value.ToString(); break;
            case "ice-pwd": transport.Password = value.ToString(); break;
            case "setup": transport.Setup = value.ToString(); break;
            case "fingerprint":
                // An offer may hold several; those of other algorithms are passed over.
                if (SdpFingerprint.TryParse(value, out byte[] digest)) transport.Fingerprint = digest;
                break;
            case "candidate":
                transport.AddCandidate(value);
                break;
        }

        return true;
    }

    // a=group:BUNDLE 0 1
    private bool ReadGroup(scoped ReadOnlySpan<char> name, scoped ReadOnlySpan<char> value)
    {
        if (!name.SequenceEqual("group") || Bundle.Length > 0 || !SdpText.Cut(ref value, ' ').SequenceEqual("BUNDLE")) return true;
        Bundle = value.ToString().Split(' ', MaxMedia + 1, StringSplitOptions.RemoveEmptyEntries);
        return true;
    }

    private readonly bool ReadMediaAttribute(SdpMedia media, scoped ReadOnlySpan<char> name, scoped ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "mid":
                if (!SdpText.IsToken(value)) return false;
                media.Mid = value.ToString();
                break;
            case "sendrecv": media.Direction = SdpDirection.SendReceive; break;
            case "sendonly": media.Direction = SdpDirection.SendOnly; break;
            case "recvonly": media.Direction = SdpDirection.ReceiveOnly; break;
            case "inactive": media.Direction = SdpDirection.Inactive; break;
            case "bundle-only": media.IsBundleOnly = true; break;
            case "rtcp-mux" or "rtcp-mux-only": media.HasRtcpMux = true; break;
            case "rtcp-rsize": media.HasReducedSizeRtcp = true; break;
            case "extmap": ReadExtension(media, value); break;
            case "rtpmap": ReadRtpMap(value); break;
            case "fmtp": ReadFormat(value); break;
            case "rtcp-fb": ReadFeedback(value); break;
            case "ssrc": ReadSsrc(value); break;
        }

        return true;
    }

    // a=ssrc:305419896 cname:c0ffee
    private readonly void ReadSsrc(scoped ReadOnlySpan<char> value)
    {
        if (Ssrcs.Count < MaxSsrcs && uint.TryParse(SdpText.Cut(ref value, ' '), NumberStyles.None, CultureInfo.InvariantCulture, out uint ssrc))
            Ssrcs.Add(new Ssrc(ssrc));
    }

    // a=extmap:5/recvonly URI attributes; only ids that fit a one-byte element (RFC 8285 §4.2) are of use, and only what the
    // offerer takes.
    private static void ReadExtension(SdpMedia media, ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> direction = SdpText.Cut(ref value, ' ');
        ReadOnlySpan<char> id = SdpText.Cut(ref direction, '/');
        if (direction is "sendonly" or "inactive") return;
        if (!byte.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out byte number) || number is 0 or > MaxExtensionId) return;
        if (media.ExtensionMap.Count <= MaxExtensionId) media.ExtensionMap.TryAdd(SdpText.Cut(ref value, ' ').ToString(), number);
    }

    // a=rtpmap:96 H264/90000
    private readonly void ReadRtpMap(scoped ReadOnlySpan<char> value)
    {
        if (!TryPayloadType(SdpText.Cut(ref value, ' '), out byte payloadType) || Codec(payloadType) is not { } codec) return;
        ReadOnlySpan<char> name = SdpText.Cut(ref value, '/');
        if (!int.TryParse(SdpText.Cut(ref value, '/'), NumberStyles.None, CultureInfo.InvariantCulture, out int clockRate)) return;
        codec.Name = name.ToString();
        codec.ClockRate = clockRate;
    }

    // a=fmtp:96 packetization-mode=1;profile-level-id=42e01f
    private readonly void ReadFormat(scoped ReadOnlySpan<char> value)
    {
        if (!TryPayloadType(SdpText.Cut(ref value, ' '), out byte payloadType) || Codec(payloadType) is not { } codec) return;
        while (!value.IsEmpty)
        {
            ReadOnlySpan<char> parameter = SdpText.Cut(ref value, ';').Trim(' ');
            ReadOnlySpan<char> name = SdpText.Cut(ref parameter, '=');
            ReadParameter(codec, name, parameter);
        }
    }

    // Media type parameters, whose names are case-insensitive (RFC 2045 §5.1).
    private static void ReadParameter(SdpCodec codec, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        Span<char> lower = stackalloc char[LongestParameter];
        int length = name.Length <= LongestParameter ? name.ToLowerInvariant(lower) : 0;
        switch (lower[..length])
        {
            case "packetization-mode":
                codec.PacketizationMode = value is "1" ? 1 : 0;
                break;
            case "profile-level-id" when H264Profile.TryParse(value, out H264Profile profile):
                codec.Profile = profile;
                break;
            case "apt" when TryPayloadType(value, out byte repaired):
                codec.RepairedPayloadType = repaired;
                break;
            case "profile-id" when TryByte(value, out byte id):
                codec.H265Profile = codec.H265Profile with { ProfileId = id };
                break;
            case "tier-flag" when TryByte(value, out byte tier):
                codec.H265Profile = codec.H265Profile with { Tier = tier };
                break;
            case "level-id" when TryByte(value, out byte level):
                codec.H265Profile = codec.H265Profile with { Level = level };
                break;
            case "tx-mode":
                codec.IsSingleStream = value.Equals("SRST", StringComparison.OrdinalIgnoreCase);
                break;
        }
    }

    // a=rtcp-fb:96 nack pli, or * for every payload type (RFC 4585 §4.2)
    private readonly void ReadFeedback(scoped ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> target = SdpText.Cut(ref value, ' ');
        // Pion ends a kind without a parameter in a blank.
        value = value.TrimEnd(' ');
        if (target is "*")
        {
            foreach (SdpCodec codec in _media!.CodecList) codec.AddFeedback(value);
        }
        else if (TryPayloadType(target, out byte payloadType))
        {
            Codec(payloadType)?.AddFeedback(value);
        }
    }

    private readonly SdpCodec? Codec(byte payloadType)
    {
        foreach (SdpCodec codec in _media!.CodecList)
            if (codec.PayloadType == payloadType) return codec;
        return null;
    }

    private static bool TryByte(ReadOnlySpan<char> text, out byte value) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryPayloadType(ReadOnlySpan<char> text, out byte payloadType) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out payloadType) && payloadType < 128;
}
