using System.Text;
using Lookout.Rtc.Ice;
using Lookout.Rtc.Stun;

namespace Lookout.Rtc.Tests.Ice;

/// <summary>
/// The browser's end, as small as a test needs it: sends checks when told, answers authentic ones, and remembers what
/// came back. It repeats an unanswered check every 100 ms, as a browser does.
/// </summary>
internal sealed class ControllingPeer(IceCredentials own, IceCredentials remote, TransportAddress address, TransportAddress agentAddress, int seed)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly RandomFill _random = SeededRandom.Create(seed);
    private readonly HashSet<StunTransactionId> _sent = [];
    private TimeSpan _nextCheckAt;

    public TransportAddress Address { get; } = address;

    public bool IsWritable { get; private set; }

    public bool Nominates { get; set; }

    public bool Checks { get; set; } = true;

    /// <summary>A peer that has gone silent hears and says nothing.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Answers 487 to every check, whatever role it claims.</summary>
    public bool AnswersConflict { get; set; }

    public bool HeardNomination { get; private set; }

    public int AnswersReceived { get; private set; }

    public int LastError { get; private set; }

    public TransportAddress Mapped { get; private set; }

    public List<TimeSpan> ChecksHeard { get; } = [];

    public Queue<byte[]> Outgoing { get; } = new();

    public byte[] MakeCheck(bool nominate, StunAttributeType role = StunAttributeType.IceControlling, string? username = null, string? password = null, ulong tieBreaker = 0x1234)
    {
        var id = new byte[12];
        _random(id);
        var transaction = StunTransactionId.Read(id);
        _sent.Add(transaction);
        var buffer = new byte[640];
        var writer = new StunWriter(buffer, StunClass.Request, transaction);
        writer.Add(StunAttributeType.Username, Encoding.ASCII.GetBytes(username ?? $"{remote.Ufrag}:{own.Ufrag}"));
        writer.AddPriority(IceCandidate.PriorityOf(IceCandidateType.PeerReflexive));
        writer.AddRole(role, tieBreaker);
        if (nominate) writer.AddUseCandidate();
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password ?? remote.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    public void Advance(TimeSpan now)
    {
        if (IsSilent || !Checks || now < _nextCheckAt) return;
        Outgoing.Enqueue(MakeCheck(Nominates));
        _nextCheckAt = now + Interval;
    }

    public void Receive(TimeSpan now, byte[] datagram)
    {
        if (IsSilent) return;
        Assert.True(StunMessage.TryParse(datagram, out StunMessage message));
        Assert.True(message.HasValidFingerprint());
        if (message.Class == StunClass.Request) ReceiveCheck(now, message);
        else ReceiveAnswer(message);
    }

    private void ReceiveCheck(TimeSpan now, in StunMessage check)
    {
        Assert.True(check.TryGet(StunAttributeType.Username, out ReadOnlySpan<byte> username));
        Assert.Equal($"{own.Ufrag}:{remote.Ufrag}", Encoding.ASCII.GetString(username));
        Assert.True(check.IsAuthentic(Encoding.ASCII.GetBytes(own.Password)));
        Assert.True(check.TryGetTieBreaker(StunAttributeType.IceControlled, out _) || check.TryGetTieBreaker(StunAttributeType.IceControlling, out _));
        HeardNomination |= check.TryGet(StunAttributeType.UseCandidate, out _);
        Assert.True(check.TryGetPriority(out _));
        ChecksHeard.Add(now);
        Outgoing.Enqueue(AnswersConflict ? MakeConflict(check.TransactionId) : MakeAnswer(check.TransactionId));
    }

    public byte[] MakeAnswer(StunTransactionId id, string? password = null)
    {
        var buffer = new byte[640];
        var writer = new StunWriter(buffer, StunClass.SuccessResponse, id);
        writer.AddXorMappedAddress(agentAddress);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password ?? own.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    private byte[] MakeConflict(StunTransactionId id)
    {
        var buffer = new byte[640];
        var writer = new StunWriter(buffer, StunClass.ErrorResponse, id);
        writer.AddErrorCode(487);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(own.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    private void ReceiveAnswer(in StunMessage answer)
    {
        Assert.Contains(answer.TransactionId, _sent);
        Assert.True(answer.IsAuthentic(Encoding.ASCII.GetBytes(remote.Password)));
        AnswersReceived++;
        if (answer.TryGetErrorCode(out int code))
        {
            LastError = code;
            return;
        }

        Assert.True(answer.TryGetXorMappedAddress(out TransportAddress mapped));
        Mapped = mapped;
        IsWritable = true;
    }
}
