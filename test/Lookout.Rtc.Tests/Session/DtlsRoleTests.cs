using Lookout.Rtc.Dtls;

namespace Lookout.Rtc.Tests.Session;

public sealed class DtlsRoleTests
{
    [Fact]
    public void Handshake_is_started_when_ice_has_a_path_and_until_it_runs()
    {
        using var harness = new SessionHarness();
        harness.Dtls.Role = DtlsRole.Client;
        harness.Dtls.State = DtlsState.Idle;
        harness.Session.Advance(harness.Now, default);
        Assert.Equal(0, harness.Dtls.Starts);

        harness.ConnectIce();
        int starts = harness.Dtls.Starts;
        Assert.InRange(starts, 1, 2);

        harness.Session.Advance(harness.Now, default);
        Assert.Equal(starts + 1, harness.Dtls.Starts);
        harness.Dtls.State = DtlsState.Handshaking;
        harness.Session.Advance(harness.Now, default);
        Assert.Equal(starts + 1, harness.Dtls.Starts);
    }

    [Fact]
    public void Dtls_client_sends_with_the_clients_key()
    {
        using var harness = new SessionHarness();
        harness.Dtls.Role = DtlsRole.Client;
        harness.Connect();
        harness.Start();

        (_, byte[] payload) = harness.Open(harness.Send(3000));

        Assert.Equal(100, payload.Length);
    }
}
