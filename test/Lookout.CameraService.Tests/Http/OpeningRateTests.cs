using System.Net;
using Lookout.CameraService.Http;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Time.Testing;

namespace Lookout.CameraService.Tests.Http;

public sealed class OpeningRateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly OpeningRate _rate;

    public OpeningRateTests() => _rate = new OpeningRate(_time);

    [Fact]
    public void Burst_is_given_at_once_and_then_eight_a_second()
    {
        Assert.Equal(OpeningRate.Burst, Take("192.0.2.1", 100));
        Assert.False(_rate.TryTake(Of("192.0.2.1"), out int seconds));
        Assert.Equal(1, seconds);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(8, Take("192.0.2.1", 100));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(OpeningRate.Burst, Take("192.0.2.1", 100));
    }

    [Fact]
    public void Addresses_are_counted_one_by_one_but_those_of_a_64_together()
    {
        Assert.Equal(OpeningRate.Burst, Take("192.0.2.1", 100));
        Assert.True(_rate.TryTake(Of("192.0.2.2"), out _));
        Assert.Equal(OpeningRate.Burst, Take("2001:db8::1", 100));
        Assert.False(_rate.TryTake(Of("2001:db8::ffff:1"), out _));
        Assert.True(_rate.TryTake(Of("2001:db8:0:1::1"), out _));
        Assert.False(_rate.TryTake(Of("::ffff:192.0.2.1"), out _));
    }

    [Fact]
    public void Any_number_of_addresses_costs_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong i = 0; i < 100_000; i++) _rate.TryTake(new SourceNetwork(i << 16, 0), out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    private int Take(string address, int times) => Enumerable.Range(0, times).Count(_ => _rate.TryTake(Of(address), out int _));

    private static SourceNetwork Of(string address) => SourceNetwork.Of(TransportAddress.From(IPAddress.Parse(address), 0));
}
