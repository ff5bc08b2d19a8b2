using Lookout.Rtc.Ice;
using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Sdp;

/// <summary>
/// A viewer's offer, read and checked (RFC 8829 §5.8): one ICE and DTLS transport under which all accepted media would
/// be bundled, and the section that wants our video.
/// </summary>
public sealed class SdpOffer
{
    internal SdpOffer(IReadOnlyList<SdpMedia> media, int videoIndex, bool isBundled, IceCredentials credentials, byte[] fingerprint, IReadOnlyList<IceCandidate> candidates, IReadOnlySet<Ssrc> ssrcs)
    {
        Media = media;
        VideoIndex = videoIndex;
        IsBundled = isBundled;
        Credentials = credentials;
        Fingerprint = fingerprint;
        Candidates = candidates;
        Ssrcs = ssrcs;
    }

    /// <summary>All sections in their order.</summary>
    public IReadOnlyList<SdpMedia> Media { get; }

    /// <summary>Which section gets our video.</summary>
    public int VideoIndex { get; }

    public SdpMedia Video => Media[VideoIndex];

    /// <summary>Whether the video section is in a BUNDLE group.</summary>
    public bool IsBundled { get; }

    public IceCredentials Credentials { get; }

    /// <summary>SHA-256 of the certificate the peer will show, 32 bytes.</summary>
    public byte[] Fingerprint { get; }

    /// <summary>Candidates we can check; none is normal, browsers hide theirs behind mDNS names.</summary>
    public IReadOnlyList<IceCandidate> Candidates { get; }

    /// <summary>SSRCs the peer has named as its own, in any section: none of ours may be one of them.</summary>
    public IReadOnlySet<Ssrc> Ssrcs { get; }
}
