using Lookout.Link;
using Lookout.Rtc.Sdp;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// The feeds of one camera's renditions. They share one timeline, so that a viewer can change from one to another. Filled
/// from the link's thread, read by any.
/// </summary>
internal sealed class CameraFeeds(uint rtpBase)
{
    /// <summary>Renditions to choose among: full, half, quarter. All are H.264.</summary>
    public const int Ladder = 3;

    /// <summary>The camera's own H.265, where it sends that.</summary>
    public const int Original = 3;

    private readonly StreamFeed?[] _feeds = new StreamFeed?[LinkProtocol.MaxRenditions];

    /// <summary>RTP time of CLOCK_MONOTONIC's zero.</summary>
    public uint RtpBase { get; } = rtpBase;

    public StreamFeed? this[int rendition]
    {
        get => Volatile.Read(ref _feeds[rendition]);
        set => Volatile.Write(ref _feeds[rendition], value);
    }

    /// <summary>The feed a viewer with that wish begins with; null when the camera has none at all.</summary>
    public StreamFeed? First(RenditionWish wish)
    {
        StreamFeed? wished = wish == RenditionWish.Auto ? null : this[NumberOf(wish)];
        return wished is { IsOnOffer: true } ? wished : this[0];
    }

    /// <summary>
    /// The feed a viewer begins with, and the payload type that carries it. Whoever takes the camera's own H.265 gets that,
    /// untouched, which costs no encoder; unless a step of the ladder was wished for. The codec stays for the session, so that
    /// viewer does not change to another rendition. Nulls when nothing offered carries anything we have.
    /// </summary>
    public (StreamFeed? Feed, SdpCodec? Codec) Negotiate(IReadOnlyList<SdpCodec> offered, RenditionWish wish)
    {
        StreamFeed? original = this[Original] is { IsOnOffer: true } feed ? feed : null;
        StreamFeed?[] inOrder = wish == RenditionWish.Auto ? [original, First(wish)] : [First(wish), original];
        foreach (StreamFeed? candidate in inOrder)
            if (candidate?.Stream.Format.Choose(offered) is { } codec) return (candidate, codec);
        return (null, null);
    }

    /// <summary>Writes what each step of the ladder needs, 0 for one that cannot be had.</summary>
    public void ReadRates(Span<long> bitsPerSecond)
    {
        for (int i = 0; i < Ladder; i++) bitsPerSecond[i] = this[i] is { IsOnOffer: true } feed ? feed.NeedBps : 0;
    }

    /// <summary>The rendition of a wish that names one.</summary>
    public static int NumberOf(RenditionWish wish) => (int)wish - (int)RenditionWish.Full;
}
