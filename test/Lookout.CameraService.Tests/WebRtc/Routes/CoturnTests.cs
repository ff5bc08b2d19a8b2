using System.Net;
using Lookout.CameraService.WebRtc;
using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Tests.WebRtc.Routes;

/// <summary>The whole server behind an independent TURN server, with a viewer who knows the relay only.</summary>
public sealed class CoturnTests : IDisposable
{
    private readonly List<IDisposable> _things = [];

    public void Dispose()
    {
        for (int i = _things.Count - 1; i >= 0; i--) _things[i].Dispose();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Viewer_gets_media_through_the_relay_alone_and_the_allocation_is_given_back(bool isTcp, bool withSecret)
    {
        Coturn coturn = Own(new Coturn(withSecret));
        ServerFixture fixture = Relayed(coturn, isTcp, withSecret);
        int relay = RelayPort(fixture);

        // What does not come from the relay this viewer does not see; and he sends to nobody else.
        LoopbackViewer viewer = Own(new LoopbackViewer(new UdpViewerSocket(relay)));
        WhepAnswer answer = viewer.Open(fixture.Server, ServerFixture.Encoded, IPAddress.Loopback);
        Assert.Matches($@"a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 {relay} typ relay raddr 0\.0\.0\.0 rport \d+\r", answer.Sdp);
        viewer.Connect();
        ServerFixture.WaitUntil(() => fixture.Requests.KeyFrames == 1);
        fixture.Publish(fixture.Front, key: true, size: 20_000);
        for (int i = 0; i < 30; i++) fixture.Publish(fixture.Front, key: false);
        viewer.ReceiveUntil(() => viewer.Packets.Count(p => p.Header.Marker) == 31);
        viewer.AskForKeyFrame();
        ServerFixture.WaitUntil(() => fixture.Server.Counters.KeyFrameRequestsReceived == 1);
        ServerFixture.WaitUntil(() => coturn.Log.Contains("channel", StringComparison.OrdinalIgnoreCase));

        fixture.Dispose();
        viewer.ReceiveUntil(() => viewer.SawCloseNotify);
        Assert.True(viewer.SawBye);
        ServerFixture.WaitUntil(() => coturn.Log.Contains("lifetime=0", StringComparison.Ordinal));
        Assert.Equal(0, fixture.Server.Counters.Faults);
    }

    [Fact]
    public void Stranger_does_not_get_through_the_relay()
    {
        Coturn coturn = Own(new Coturn());
        ServerFixture fixture = Relayed(coturn, isTcp: false, withSecret: false);
        LoopbackViewer stranger = Own(new LoopbackViewer(new UdpViewerSocket(RelayPort(fixture))));
        stranger.Open(fixture.Server, ServerFixture.Encoded, IPAddress.Loopback);
        stranger.Send(stranger.Check(password: "guessed-guessed-guessed-"));
        stranger.ReceiveFor(TimeSpan.FromMilliseconds(500));

        Assert.Equal(0, stranger.DatagramsSeen);
    }

    [Fact]
    public void Wrong_password_is_a_state_and_costs_the_other_routes_nothing()
    {
        Coturn coturn = Own(new Coturn());
        var server = new TurnSettings("127.0.0.1", coturn.Port, IsTcp: false, Coturn.Username, IsShared: false, "guessed", "");
        ServerFixture fixture = Own(new ServerFixture(settings: s => s with { Turn = [server] }));
        using LoopbackViewer viewer = fixture.Watch(ServerFixture.Encoded);

        ServerFixture.WaitUntil(() => coturn.Log.Contains("401", StringComparison.Ordinal));
        Assert.Empty(fixture.Server.Routes.Relayed);
    }

    [Fact]
    public void Allocation_comes_back_after_the_server_was_away()
    {
        var coturn = new Coturn();
        var server = new TurnSettings("127.0.0.1", coturn.Port, IsTcp: true, Coturn.Username, IsShared: false, Coturn.Password, "");
        ServerFixture fixture = Own(new ServerFixture(settings: s => s with { Turn = [server] }));
        ServerFixture.WaitUntil(() => fixture.Server.Routes.Relayed.Count == 1);
        int port = coturn.Port;
        coturn.Dispose();
        ServerFixture.WaitUntil(() => fixture.Server.Routes.Relayed.Count == 0);

        Own(new Coturn(port: port));
        ServerFixture.WaitUntil(() => fixture.Server.Routes.Relayed.Count == 1);
    }

    [Fact]
    public void Stun_server_tells_the_address_which_without_a_nat_is_that_of_the_host()
    {
        Coturn coturn = Own(new Coturn());
        ServerFixture fixture = Own(new ServerFixture(settings: s => s with { Stun = [new StunSettings("localhost", coturn.Port)] }));
        ServerFixture.WaitUntil(() => fixture.Server.Routes.Reflexive.Count == 1);

        Assert.Equal($"127.0.0.1:{fixture.Port}", fixture.Server.Routes.Reflexive[0].ToString());
        using var viewer = new LoopbackViewer(fixture.Port);
        Assert.DoesNotContain("srflx", viewer.Open(fixture.Server, ServerFixture.Encoded).Sdp, StringComparison.Ordinal);
    }

    private ServerFixture Relayed(Coturn coturn, bool isTcp, bool withSecret)
    {
        string key = withSecret ? Coturn.Secret : Coturn.Password;
        // By TCP from a file, as a container's secret is.
        string file = isTcp ? Path.Combine(coturn.Folder, "key") : "";
        if (isTcp) File.WriteAllText(file, key + "\n");
        var server = new TurnSettings("127.0.0.1", coturn.Port, isTcp, Coturn.Username, withSecret, isTcp ? "" : key, file);
        ServerFixture fixture = Own(new ServerFixture(settings: s => s with { Turn = [server], Tcp = false }));
        Assert.True(SpinWait.SpinUntil(() => fixture.Server.Routes.Relayed.Count == 1, TimeSpan.FromSeconds(20)), coturn.Log);
        return fixture;
    }

    private static int RelayPort(ServerFixture fixture) => fixture.Server.Routes.Relayed[0].Port;

    private T Own<T>(T thing)
        where T : IDisposable
    {
        _things.Add(thing);
        return thing;
    }
}
