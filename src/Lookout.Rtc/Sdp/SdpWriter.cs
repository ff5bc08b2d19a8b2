using System.Text;
using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Sdp;

/// <summary>Writes SDP line by line, and what an answer, an offer and a fragment have in common.</summary>
internal sealed class SdpWriter
{
    private readonly StringBuilder _text = new(2048);

    public void Line(string line) => _text.Append(line).Append("\r\n");

    /// <summary>The lines a session begins with (RFC 8866 §5), from an origin that tells nothing of the host.</summary>
    public void BeginSession(ulong id)
    {
        Line("v=0");
        Line($"o=- {id} 1 IN IP4 0.0.0.0");
        Line("s=-");
        Line("t=0 0");
    }

    /// <summary>One transport: ICE with all its candidates, and DTLS.</summary>
    /// <param name="credentials">Ours.</param>
    /// <param name="fingerprint">SHA-256 of our certificate, 32 bytes.</param>
    /// <param name="setup">Our DTLS role (RFC 8842 §5): passive, or actpass in an offer.</param>
    /// <param name="candidates">The best first.</param>
    public void Transport(IceCredentials credentials, byte[] fingerprint, string setup, IReadOnlyList<IceCandidate> candidates)
    {
        Credentials(credentials);
        Line($"a=fingerprint:{SdpFingerprint.Format(fingerprint)}");
        Line($"a=setup:{setup}");
        Candidates(candidates);
    }

    public void Credentials(IceCredentials credentials)
    {
        Line($"a=ice-ufrag:{credentials.Ufrag}");
        Line($"a=ice-pwd:{credentials.Password}");
    }

    /// <summary>All of them; no more will follow.</summary>
    public void Candidates(IReadOnlyList<IceCandidate> candidates)
    {
        for (int i = 0; i < candidates.Count; i++) Line($"a=candidate:{SdpCandidate.Format(candidates[i], i + 1)}");
        Line("a=end-of-candidates");
    }

    public override string ToString() => _text.ToString();
}
