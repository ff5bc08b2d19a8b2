using Lookout.Rtc.Ice;

namespace Lookout.Rtc.Stun;

/// <summary>
/// Asks a STUN server under which address it sees our socket (RFC 8445 §5.1.1.2), and keeps the NAT's mapping open by asking
/// on. Sans-IO: feed <see cref="Receive"/> and <see cref="Advance"/>, then drain <see cref="TryTakeDatagram"/>.
/// </summary>
public sealed class ReflexiveGatherer
{
    /// <summary>A request's length: header and FINGERPRINT.</summary>
    public const int RequestLength = StunHeader.Length + StunHeader.AttributeHeaderLength + StunHeader.FingerprintLength;

    // RFC 8489 §6.2.1.
    private static readonly TimeSpan InitialRto = TimeSpan.FromMilliseconds(500);
    private const int MaxTransmissions = 7;

    // Many NATs forget a mapping after 30 s, whatever RFC 4787 REQ-5 asks of them.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly TransportAddress _server;
    private readonly RandomFill _random;
    private StunTransactionId _id;
    private int _transmissions;
    private TimeSpan _dueAt;
    private bool _isWaiting;
    private bool _isDue;

    /// <param name="now">When it begins: the first request is due at once.</param>
    /// <param name="server">Whom to ask.</param>
    /// <param name="random">Source of transaction IDs.</param>
    public ReflexiveGatherer(TimeSpan now, in TransportAddress server, RandomFill random)
    {
        _server = server;
        _random = random;
        _dueAt = now;
    }

    /// <summary>Our address as the server has seen it last; null before its first answer and when it has fallen silent.</summary>
    public TransportAddress? Mapped { get; private set; }

    /// <summary>When <see cref="Advance"/> has something to do next.</summary>
    public TimeSpan NextTimeout => _dueAt;

    /// <summary>Feeds a datagram. True when it was the answer waited for.</summary>
    public bool Receive(TimeSpan now, in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        if (!_isWaiting || from != _server || !StunMessage.TryParse(datagram, out StunMessage message)) return false;
        if (!message.IsBinding || message.TransactionId != _id || message.Class is StunClass.Request or StunClass.Indication) return false;
        _isWaiting = false;
        // No password is shared with a public server: that it knows the transaction is all the proof there is.
        Mapped = message.Class == StunClass.SuccessResponse && message.TryGetXorMappedAddress(out TransportAddress mapped) && mapped.Port != 0 ? mapped : null;
        _dueAt = now + (Mapped is null ? Pause : KeepAlive);
        return true;
    }

    /// <summary>Moves the clock on.</summary>
    public void Advance(TimeSpan now)
    {
        if (now < _dueAt) return;
        if (_isWaiting && _transmissions == MaxTransmissions)
        {
            _isWaiting = false;
            Mapped = null;
            _dueAt = now + Pause;
            return;
        }

        if (!_isWaiting)
        {
            Span<byte> id = stackalloc byte[StunTransactionId.Length];
            _random(id);
            _id = StunTransactionId.Read(id);
            _isWaiting = true;
            _transmissions = 0;
        }

        _isDue = true;
        _dueAt = now + InitialRto * (1 << _transmissions++);
    }

    /// <summary>Drains the request that is due; <paramref name="destination"/> holds <see cref="RequestLength"/> bytes. False when none is.</summary>
    public bool TryTakeDatagram(Span<byte> destination, out int length, out TransportAddress to)
    {
        to = _server;
        length = 0;
        if (!_isDue) return false;
        _isDue = false;
        var writer = new StunWriter(destination, StunClass.Request, _id);
        writer.AddFingerprint();
        length = writer.Length;
        return true;
    }
}
