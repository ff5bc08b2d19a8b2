using System.Net;
using System.Threading.Channels;
using Lookout.CameraService.WebRtc.Routes;
using Lookout.Configuration.Settings;
using Lookout.Native.Net;
using Lookout.Rtc.Session;
using Lookout.Rtc.Stun;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraService.WebRtc;

/// <summary>
/// The one thread that owns the UDP socket, all sessions and all feeds. Each turn: wait, receive, take commands, take
/// access units, advance clocks, send. Others post and call <see cref="Wake"/>; nobody waits for the loop.
/// </summary>
internal sealed partial class WebRtcLoop : IDisposable
{
    private const int MaxCommands = 256;
    private const int ReceiveCapacity = 64;
    private const int MaxReceiveRounds = 16;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BindRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FaultLogInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(10);

    private readonly Channel<LoopCommand> _commands = Channel.CreateBounded<LoopCommand>(new BoundedChannelOptions(MaxCommands) { SingleReader = true });
    private readonly AutoResetEvent _wakeUnbound = new(false);
    private readonly ReceiveBatch _received = new(ReceiveCapacity, RtcSession.MaxDatagram);
    private readonly DatagramSender _sender = new();
    private readonly Sending.MediaSender _media;
    private readonly SessionTable _sessions = new();
    private readonly List<StreamFeed> _feeds = [];
    private readonly WebRtcTotals _totals = new();
    private readonly ReceiveModeration _moderation = new();
    private readonly IPEndPoint _listen;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private volatile UdpSocket? _socket;
    private volatile bool _stopping;
    private volatile string? _bindError;
    private volatile WebRtcCounters? _counters;
    private int _dtlsMoved;
    private TimeSpan _bindAt;
    private TimeSpan _beatAt;
    private TimeSpan _faultLogAt;

    public WebRtcLoop(IPEndPoint listen, WebRtcSettings settings, ILogger logger)
    {
        _listen = listen;
        _logger = logger;
        _inbox = new RouteInbox(Wake);
        _routes = new DatagramRoutes(listen, settings, _sender, _inbox, logger);
        _sender.Routes = _routes;
        _media = new Sending.MediaSender(_sender, CountOverrun);
        _thread = new Thread(Run) { Name = "webrtc", IsBackground = true };
    }

    /// <summary>Called on the loop thread when a session has ended, once.</summary>
    public required Action<Viewer> Ended { get; init; }

    /// <summary>Sessions refused so far, which only the caller knows.</summary>
    public required Func<long> Refused { get; init; }

    public Action<long>? Beat { get; set; }

    /// <summary>Why the port is not ours; null when it is.</summary>
    public string? BindError => _bindError;

    public WebRtcCounters Counters => _counters ??= _totals.Snapshot([], [], 0, _sender);

    /// <summary>Binds, so that a busy port is known at once, and starts the thread.</summary>
    public void Start()
    {
        TryBind(MonotonicClock.Now);
        _thread.Start();
    }

    /// <summary>False when too much waits already.</summary>
    public bool TryPost(in LoopCommand command)
    {
        bool posted = _commands.Writer.TryWrite(command);
        Wake();
        return posted;
    }

    /// <summary>Ends the loop's wait. Any thread.</summary>
    public void Wake()
    {
        UdpSocket? socket = _socket;
        if (socket is null) _wakeUnbound.Set();
        else socket.Wake();
    }

    /// <summary>A DTLS endpoint has something to say. Any thread.</summary>
    public void DtlsMoved()
    {
        Volatile.Write(ref _dtlsMoved, 1);
        Wake();
    }

    /// <summary>Says good-bye to all viewers and ends the thread.</summary>
    public void Dispose()
    {
        _stopping = true;
        Wake();
        if (_thread.IsAlive) _thread.Join();
        _routes.Dispose();
        _socket?.Dispose();
        _wakeUnbound.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            try
            {
                Turn();
            }
            catch (Exception exception)
            {
                // The thread's top: a fault of ours must not silence every viewer.
                CountFault(exception, WebRtcLog.LoopFault);
                Thread.Sleep(FaultPause);
            }
        }

        Farewell();
    }

    private void Turn()
    {
        bool readable = Wait(MonotonicClock.Now);
        _totals.Wakes++;
        TimeSpan now = MonotonicClock.Now;
        if (_socket is null && now >= _bindAt) TryBind(now);
        if (readable) ReceiveAll(now);
        // Counted before the commands are read: what came by TCP came after its viewer was posted, and must not be met by
        // a loop that does not know him yet, since that would end the connection.
        int routed = _inbox.Count;
        while (_commands.Reader.TryRead(out LoopCommand command)) Execute(command, now);
        ReceiveRoutes(now, routed);
        FollowLostRoutes(now);
        FanOut(now);
        AdvanceAll(now);
        _routes.Advance(now);
        _sender.Flush();
        BeatIfDue(now);
    }

    // Whether the socket is to be read.
    private bool Wait(TimeSpan now)
    {
        TimeSpan next = NextTimeout(out bool isSettled);
        bool holds = isSettled && now < _moderation.ListenAt;
        if (holds) next = Earlier(next, _moderation.ListenAt);
        TimeSpan timeout = new(Math.Clamp(next.Ticks - now.Ticks, 0, MaxWait.Ticks));
        // What has come meanwhile is read with whatever ended the wait.
        if (_socket is { } socket) return socket.Wait(timeout, !holds) || holds;
        _wakeUnbound.WaitOne(timeout);
        return false;
    }

    // Of a viewer for whom nothing was done, it is what it was.
    private TimeSpan NextTimeout(out bool isSettled)
    {
        isSettled = true;
        TimeSpan next = Earlier(_beatAt, _routes.NextTimeout);
        foreach (Viewer viewer in _sessions.All)
        {
            if (viewer.TakeTouched()) viewer.DueAt = viewer.NextTimeout;
            next = Earlier(next, viewer.DueAt);
            isSettled &= viewer.WasConnected;
        }

        foreach (StreamFeed feed in _feeds) next = Earlier(next, feed.NextTimeout);
        return next;
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private void TryBind(TimeSpan now)
    {
        _bindAt = now + BindRetry;
        string? problem;
        try
        {
            UdpBindResult result = UdpSocket.TryBind(_listen, out UdpSocket? socket);
            _socket = socket;
            problem = result switch
            {
                UdpBindResult.Bound => null,
                UdpBindResult.AddressInUse => $"UDP port {_listen.Port} is used by another program",
                UdpBindResult.AddressUnavailable => $"this machine does not have the address {_listen.Address}",
                _ => $"UDP port {_listen.Port} needs more permissions",
            };
        }
        catch (IOException exception)
        {
            problem = exception.Message;
        }

        _sender.Socket = _socket;
        if (_socket is { } bound) _routes.Open(now, bound.Port);
        if (problem is null) WebRtcLog.Listening(_logger, _socket!.Port);
        else if (_bindError != problem) WebRtcLog.BindFailed(_logger, problem);
        _bindError = problem;
    }

    private void ReceiveAll(TimeSpan now)
    {
        // Bounded, so that a flood cannot keep the loop from its viewers.
        int total = 0;
        for (int round = 0; round < MaxReceiveRounds; round++)
        {
            int count = _socket!.Receive(_received);
            total += count;
            for (int i = 0; i < count; i++)
            {
                try
                {
                    ReceiveOne(now, i);
                }
                catch (Exception exception)
                {
                    CountFault(exception, WebRtcLog.DatagramFault);
                }
            }

            if (count < ReceiveCapacity) break;
        }

        _moderation.Received(now, total);
    }

    private void ReceiveOne(TimeSpan now, int index)
    {
        UdpAddress source = _received.Source(index);
        var from = new TransportAddress(source.High, source.Low, source.ScopeId, source.Port);
        Span<byte> datagram = _received.Datagram(index);
        _sender.Sources.Arrived(from, _received.Local(index));
        if (!TakeForRoutes(now, from, connection: null, datagram)) Deliver(now, from, datagram);
    }

    // Whether an authentic check has come from there, be it this datagram or an earlier one.
    private bool Deliver(TimeSpan now, in TransportAddress from, Span<byte> datagram)
    {
        if (_sessions.Find(from, datagram) is not { } viewer)
        {
            _totals.Strangers++;
            return false;
        }

        long asked = viewer.Session.Counters.NacksReceived;
        viewer.Session.Receive(now, from, datagram);
        if (viewer.Session.Counters.NacksReceived != asked) _moderation.Missed(now);
        bool authentic = viewer.Session.Ice.IsValidated(from);
        if (authentic)
        {
            _sessions.Learn(viewer, from);
            if (from.Via == Route.Udp) _sender.Sources.Learn(from, datagram);
        }

        Follow(viewer, now);
        return authentic;
    }

    private void CountFault(Exception exception, Action<ILogger, long, Exception> log)
    {
        _totals.Faults++;
        TimeSpan now = MonotonicClock.Now;
        if (now < _faultLogAt) return;
        _faultLogAt = now + FaultLogInterval;
        log(_logger, _totals.Faults, exception);
    }

    private void BeatIfDue(TimeSpan now)
    {
        if (now < _beatAt) return;
        _beatAt = now + BeatInterval;
        WebRtcCounters counters = _totals.Snapshot(_sessions.All, _feeds, Refused(), _sender);
        _counters = counters;
        Beat?.Invoke(counters.PacketsSent);
    }
}
