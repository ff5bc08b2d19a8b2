using Lookout.CameraService.WebRtc;
using Lookout.CameraService.WebRtc.Diagnosis;
using Lookout.Configuration.Settings;
using Lookout.Rtc.Dtls;
using Lookout.Rtc.Srtp;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lookout.CameraService.Tests.WebRtc;

public sealed class FailedSessionsTests
{
    private static readonly SessionDiagnosis Any =
        new("id", "front", "viewer", "failed", "ice_timeout", 15, new SendingView("full", "h264", null, null, null), "checking", "idle", null, [], new IgnoredView(0, 0, 0, 0, 0), 0, [], new RemedyView("code", "Do it."));

    [Fact]
    public void Newest_are_kept_for_ten_minutes_and_64_at_most()
    {
        var failed = new FailedSessions();
        for (int i = 0; i < 100; i++) failed.Add(TimeSpan.FromSeconds(i), Any with { Id = $"{i}" });

        Assert.Equal(Enumerable.Range(36, 64).Select(i => $"{i}"), failed.Since(TimeSpan.FromSeconds(100)).Select(d => d.Id));
        Assert.Equal(["99"], failed.Since(TimeSpan.FromSeconds(98) + FailedSessions.Kept).Select(d => d.Id));
        Assert.Empty(failed.Since(TimeSpan.FromSeconds(99) + FailedSessions.Kept));
    }

    [Fact]
    public async Task Session_that_failed_is_remembered_with_its_remedy()
    {
        int port = ServerFixture.FreePort();
        using var server = new WebRtcServer(
            new WebRtcSettings($"127.0.0.1:{port}", []), new RecordedRequests(), NullLogger.Instance, new byte[32], (_, _) => new RefusingDtls());
        server.AddStream(ServerFixture.Encoded, 0, passthrough: false);
        server.Start();
        using var viewer = new LoopbackViewer(port);
        WhepAnswer answer = viewer.Open(server, ServerFixture.Encoded);

        SessionDiagnosis? failed = null;
        while (failed?.State != "failed")
        {
            viewer.Send(viewer.Check());
            viewer.Send(HelloDtls.Hello);
            viewer.ReceiveFor(TimeSpan.FromMilliseconds(5));
            failed = (await server.DiagnoseAsync(TestContext.Current.CancellationToken)).Single(session => session.Id == answer.SessionId);
        }

        Assert.Equal(("dtls_failed", "dtls_failed", "failed"), (failed.Reason, failed.Remedy?.Code, failed.Dtls));
        Assert.Equal(["udp", "tcp"], failed.OurCandidates.Select(candidate => candidate.Transport));
        Assert.All(failed.OurCandidates, candidate => Assert.Equal("127.0.0.1", candidate.Address));
    }

    /// <summary>Fails at the first datagram, as one does whose peer shows another certificate.</summary>
    private sealed class RefusingDtls : IDtlsEndpoint
    {
        public DtlsState State { get; private set; }

        public SrtpProfile Profile => default;

        public void Receive(in TransportAddress from, ReadOnlySpan<byte> datagram) => State = DtlsState.Failed;

        public bool TryTake(Span<byte> destination, out int length)
        {
            length = 0;
            return false;
        }

        public bool TryExportKeys(Span<byte> destination, out int length) => TryTake(destination, out length);

        public void Close()
        {
        }

        public void Dispose()
        {
        }
    }
}
