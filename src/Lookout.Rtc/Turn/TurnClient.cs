using System.Diagnostics;
using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Turn;

/// <summary>
/// One allocation on a TURN server (RFC 8656) with long-term credentials (RFC 8489 §9.2): asked for, kept fresh, with
/// permissions and channels for many peers, given back. Sans-IO: feed <see cref="Receive"/> and <see cref="Advance"/>, then
/// drain <see cref="TryTakeDatagram"/>. A client that has failed stays so; who wants to try again makes a new one.
/// </summary>
/// <remarks>
/// One owner thread. SHA-1 integrity and MD5 keys only, which every server takes: PASSWORD-ALGORITHMS is passed over as by any
/// client of RFC 5389.
/// </remarks>
public sealed partial class TurnClient
{
    /// <summary>What <see cref="Wrap"/> adds at most.</summary>
    public const int MaxOverhead = 64;

    /// <summary>More addresses than these get no permission.</summary>
    public const int MaxPermissions = 256;

    /// <summary>More peers than these are served without a channel, at 32 bytes more a datagram.</summary>
    public const int MaxChannels = 64;

    // What a server sends as realm and nonce comes back in each request, which has to fit into 640 bytes.
    private const int MaxText = 160;

    private readonly DatagramOutbox _outbox = new();
    private readonly List<TurnRequest> _permissions = [];
    private readonly List<TurnRequest> _channels = [];
    private readonly TurnRequest _allocation = new(TurnMethod.Allocate);
    private readonly TransportAddress _server;
    private readonly bool _isStream;
    private readonly TurnCredentials _credentials;
    private readonly RandomFill _random;
    private readonly byte[] _username;
    private byte[] _realm = [];
    private byte[] _nonce = [];
    private byte[] _key = [];
    private TimeSpan _nextTimeout;

    /// <param name="now">When it begins: the first request is due at once.</param>
    /// <param name="server">Where datagrams go.</param>
    /// <param name="isStream">Over TCP: nothing is sent twice, and ChannelData is padded.</param>
    /// <param name="credentials">For the life of the allocation: a server refuses others later (441).</param>
    /// <param name="random">Source of transaction IDs.</param>
    public TurnClient(TimeSpan now, in TransportAddress server, bool isStream, TurnCredentials credentials, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _server = server;
        _isStream = isStream;
        _credentials = credentials;
        _random = random;
        _username = Encoding.UTF8.GetBytes(credentials.Username);
        _allocation.DueAt = now;
        _nextTimeout = now;
        if (_username.Length > MaxText) Fail(TurnFailure.Unauthorized, 0);
    }

    public TurnState State { get; private set; }

    /// <summary>Why it failed; None otherwise.</summary>
    public TurnFailure Failure { get; private set; }

    /// <summary>The STUN error behind <see cref="Failure"/>; 0 without one.</summary>
    public int ErrorCode { get; private set; }

    /// <summary>The address peers reach us at; valid while Allocated.</summary>
    public TransportAddress Relayed { get; private set; }

    /// <summary>The address the server has seen us under; valid while Allocated.</summary>
    public TransportAddress Mapped { get; private set; }

    /// <summary>Datagrams that were neither answers to us nor data of a peer we have a permission for.</summary>
    public long Dropped { get; private set; }

    /// <summary>Permissions the server has granted.</summary>
    public int PermissionCount => _permissions.Count(p => p.GrantedUntil != TimeSpan.MinValue);

    /// <summary>When <see cref="Advance"/> has something to do next; TimeSpan.MaxValue when never.</summary>
    public TimeSpan NextTimeout => _nextTimeout;

    /// <summary>
    /// Gives the allocation back (RFC 8656 §8). What is drained then is sent once; nobody waits for the answer.
    /// </summary>
    public void Close(TimeSpan now)
    {
        if (State is TurnState.Failed or TurnState.Closed) return;
        if (State == TurnState.Allocated)
        {
            _allocation.IsInFlight = false;
            Become(TurnState.Closed);
            Transmit(_allocation, now);
        }
        else
        {
            Become(TurnState.Closed);
        }

        _nextTimeout = TimeSpan.MaxValue;
    }

    /// <summary>Drains one datagram for the server; <paramref name="destination"/> holds 640 bytes. False when there is none.</summary>
    public bool TryTakeDatagram(Span<byte> destination, out int length, out TransportAddress to) => _outbox.TryTake(destination, out length, out to);

    private void Fail(TurnFailure failure, int errorCode)
    {
        Failure = failure;
        ErrorCode = errorCode;
        Become(TurnState.Failed);
        _nextTimeout = TimeSpan.MaxValue;
    }

    private void Become(TurnState next)
    {
        Debug.Assert(next > State, $"{State} -> {next}");
        State = next;
    }
}
