using Lookout.Rtc.Ice;
using Lookout.Rtc.Sdp;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// What must be known of a session to judge a PATCH (RFC 9725 §4.3): the entity tag of its ICE generation, the peer's
/// credentials, the sections it offered. Whoever uses it holds its lock.
/// </summary>
internal sealed class SessionResource(string sessionId, IceCredentials remote, IReadOnlyList<string> mids, string videoMid)
{
    private const int NotFound = 404;
    private const int PreconditionFailed = 412;
    private const int UnprocessableContent = 422;
    private const int PreconditionRequired = 428;

    private IceCredentials _remote = remote;
    private IceCredentials? _former;
    private int _generation;

    /// <summary>With its quotes; another one after each restart.</summary>
    public string ETag => _generation == 0 ? $"\"{sessionId}\"" : $"\"{sessionId}.{_generation}\"";

    /// <summary>Identification tag of the section that carries the video.</summary>
    public string VideoMid => videoMid;

    /// <summary>The session is over: what comes now is for nobody.</summary>
    public bool IsOver { get; set; }

    /// <summary>
    /// Whether the fragment may be followed; if not, what to answer. A fragment with new credentials asks for a restart.
    /// </summary>
    public bool Accepts(SdpFragment fragment, string? ifMatch, out bool isRestart, out WhepPatch refusal)
    {
        isRestart = false;
        refusal = Judge(fragment, ifMatch);
        if (refusal.Problem is not null) return false;
        isRestart = fragment.Credentials is { } credentials && credentials != _remote;
        return true;
    }

    /// <summary>A restart was begun: the tag is another one from here on.</summary>
    public void Restarted(IceCredentials newRemote)
    {
        _former = _remote;
        _remote = newRemote;
        _generation++;
    }

    private WhepPatch Judge(SdpFragment fragment, string? ifMatch)
    {
        if (IsOver) return WhepPatch.Refused(NotFound, "There is no such session; it may have ended by itself.");
        if (ifMatch is not null && !Matches(ifMatch))
            return WhepPatch.Refused(PreconditionFailed, $"If-Match is not the session's entity tag, which is {ETag} now: ICE was restarted in between.");
        if (fragment.Mids.FirstOrDefault(mid => !mids.Contains(mid, StringComparer.Ordinal)) is not null)
            return WhepPatch.Refused(UnprocessableContent, "The fragment is about a media section that was not in the offer.");
        bool isCurrent = fragment.Ufrag == _remote.Ufrag;
        if (fragment.Ufrag is null && ifMatch is null)
            return WhepPatch.Refused(PreconditionRequired, "Say which ICE generation these candidates are of: by If-Match, or by ice-ufrag and ice-pwd in the fragment.");
        if (fragment.Ufrag is null || (isCurrent && (fragment.Credentials is null || fragment.Credentials == _remote))) return WhepPatch.Trickled;
        if (fragment.Credentials is null || isCurrent || fragment.Credentials == _former)
            return WhepPatch.Refused(PreconditionFailed, "The fragment's ice-ufrag and ice-pwd are not those of the session's ICE generation.");
        return ifMatch is null
            ? WhepPatch.Refused(PreconditionRequired, "An ICE restart needs If-Match: * or the session's entity tag.")
            : WhepPatch.Trickled;
    }

    // Some clients put the asterisk into quotes, as the drafts' examples did.
    private bool Matches(string ifMatch)
    {
        if (ifMatch.Trim() is "*" or "\"*\"") return true;
        return EntityTagHeaderValue.TryParseList(new StringValues(ifMatch).ToArray()!, out IList<EntityTagHeaderValue>? tags)
            && tags.Any(tag => !tag.IsWeak && tag.Tag == ETag);
    }
}
