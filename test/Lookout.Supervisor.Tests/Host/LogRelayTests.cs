using Lookout.Supervisor.Host;

namespace Lookout.Supervisor.Tests.Host;

public sealed class LogRelayTests
{
    [Fact]
    public void Lines_come_out_in_order_with_their_prefix()
    {
        using var sink = new LineSink();
        using (var relay = new LogRelay(sink))
        {
            relay.Write("one");
            relay.Write("camera-server: "u8, "two"u8);
        }
        Assert.Equal(["one", "camera-server: two"], sink.Rest());
    }

    [Fact]
    public void Slow_reader_costs_lines_and_never_time()
    {
        using var sink = new LineSink();
        sink.Block();
        using var relay = new LogRelay(sink);
        relay.Write("the line the reader is slow at");
        sink.WaitUntilHeld();
        // None of these may wait, or the test would not end.
        for (int i = 0; i < 3 * LogRelay.Capacity; i++) relay.Write("line");
        Assert.Equal(2 * LogRelay.Capacity, relay.Dropped);
        sink.Resume();
        Assert.Equal($"supervisor: {2 * LogRelay.Capacity} log lines were dropped, the log's reader was too slow", sink.WaitFor("dropped"));
    }
}
