using Lookout.Rtc.Stun;
using Lookout.Rtc.Tests.Ice;

namespace Lookout.Rtc.Tests.Stun;

public sealed class ReflexiveGathererTests
{
    private static readonly TransportAddress Server = TransportAddress.FromIPv4(0xC0000201, 3478);
    private static readonly TransportAddress Mapped = TransportAddress.FromIPv4(0xCB007105, 60001);
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    private readonly ReflexiveGatherer _gatherer = new(Start, Server, SeededRandom.Create(2));

    [Fact]
    public void Address_the_server_saw_is_ours()
    {
        Assert.True(_gatherer.Receive(Start, Server, Answer(Ask(Start))));
        Assert.Equal(Mapped, _gatherer.Mapped);
        Assert.Equal(Start + TimeSpan.FromSeconds(25), _gatherer.NextTimeout);
    }

    [Fact]
    public void Mapping_is_kept_open_and_a_change_is_noticed()
    {
        _gatherer.Receive(Start, Server, Answer(Ask(Start)));
        TimeSpan later = Start + TimeSpan.FromSeconds(25);
        TransportAddress moved = Mapped with { Port = 60002 };
        _gatherer.Receive(later, Server, Answer(Ask(later), moved));

        Assert.Equal(moved, _gatherer.Mapped);
    }

    [Fact]
    public void Silent_server_is_asked_seven_times_and_again_a_minute_later()
    {
        _gatherer.Receive(Start, Server, Answer(Ask(Start)));
        List<double> asked = [];
        TimeSpan from = _gatherer.NextTimeout;
        for (TimeSpan now = from; now < from + TimeSpan.FromSeconds(130); now += TimeSpan.FromMilliseconds(100))
        {
            _gatherer.Advance(now);
            if (_gatherer.TryTakeDatagram(new byte[ReflexiveGatherer.RequestLength], out _, out _)) asked.Add((now - from).TotalSeconds);
        }

        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 123.5, 124, 125, 127], asked);
        Assert.Null(_gatherer.Mapped);
    }

    [Fact]
    public void Answers_from_elsewhere_of_another_transaction_and_late_ones_are_none()
    {
        byte[] answer = Answer(Ask(Start));
        Assert.False(_gatherer.Receive(Start, Server with { Port = 3479 }, answer));
        byte[] other = [.. answer];
        other[10] ^= 1;
        Assert.False(_gatherer.Receive(Start, Server, other));
        for (int length = 0; length < answer.Length; length++) Assert.False(_gatherer.Receive(Start, Server, answer.AsSpan(0, length)));
        Assert.True(_gatherer.Receive(Start, Server, answer));
        Assert.False(_gatherer.Receive(Start, Server, answer));
    }

    [Fact]
    public void Broken_answers_never_throw()
    {
        byte[] answer = Answer(Ask(Start));
        var mutator = new Mutator(5389);
        for (int i = 0; i < 10_000; i++) _gatherer.Receive(Start, Server, mutator.Mutate(answer));
    }

    private byte[] Ask(TimeSpan now)
    {
        _gatherer.Advance(now);
        var request = new byte[ReflexiveGatherer.RequestLength];
        Assert.True(_gatherer.TryTakeDatagram(request, out int length, out TransportAddress to));
        Assert.Equal((ReflexiveGatherer.RequestLength, Server), (length, to));
        return request;
    }

    private static byte[] Answer(byte[] request, TransportAddress? mapped = null)
    {
        Assert.True(StunMessage.TryParse(request, out StunMessage message));
        Assert.True(message.HasValidFingerprint());
        var buffer = new byte[100];
        var writer = new StunWriter(buffer, StunClass.SuccessResponse, message.TransactionId);
        writer.AddXorMappedAddress(mapped ?? Mapped);
        return buffer[..writer.Length];
    }
}
