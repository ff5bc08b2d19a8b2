using System.Diagnostics;
using System.Net.Sockets;
using Lookout.Native.Posix;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// Accepts clients at the socket, 8 at a time. A path that cannot be had, or was lost, is tried again for ever; the cameras do not
/// care. A client that finds no room is told so.
/// </summary>
internal sealed class LegacyServer : IDisposable
{
    public const int MaxClients = 8;
    private const int Nice = 5;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly LegacyCamera _camera;
    private readonly LegacyTiming _timing;
    private readonly ILogger _logger;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Lock _gate = new();
    private readonly List<LegacyConnection> _clients = [];
    private readonly Thread _thread;
    private volatile Socket? _listener;
    private string _problem = "";

    public LegacyServer(string path, LegacyCamera camera, LegacyTiming timing, ILogger logger)
    {
        _path = path;
        _camera = camera;
        _timing = timing;
        _logger = logger;
        _thread = new Thread(Run) { Name = "legacy-accept", IsBackground = true };
    }

    /// <summary>Clients being served.</summary>
    public int Clients
    {
        get
        {
            lock (_gate) return _clients.Count;
        }
    }

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stop.Set();
        if (!_thread.IsAlive) return;
        Wake();
        bool ended = _thread.Join(JoinTimeout);
        _camera.Newest.Close();
        LegacyConnection[] clients;
        lock (_gate) clients = [.. _clients];
        foreach (LegacyConnection client in clients) client.Close();
        long started = Stopwatch.GetTimestamp();
        foreach (LegacyConnection client in clients)
        {
            TimeSpan left = JoinTimeout - Stopwatch.GetElapsedTime(started);
            client.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
        if (ended) _stop.Dispose();
    }

    private void Run()
    {
        // The clients' threads inherit it from the one that starts them: with too little CPU it is they who wait, not capture.
        CurrentThread.SetNice(Nice);
        using var refused = new RefusedClients();
        do
        {
            try
            {
                using LegacyAddress address = LegacyAddress.Listen(_path);
                _problem = "";
                LegacyLog.Listening(_logger, _path, _camera.Name);
                Accept(address, refused);
            }
            catch (Exception e)   // the thread's top: whatever becomes of this socket, the cameras go on
            {
                if (_problem != e.Message) LegacyLog.NotListening(_logger, e.Message);
                _problem = e.Message;
            }
            _listener = null;
        }
        while (!_stop.Wait(RetryAfter));
    }

    private void Accept(LegacyAddress address, RefusedClients refused)
    {
        _listener = address.Listener;
        while (!_stop.IsSet)
        {
            if (address.Listener.Poll(LookAfter, SelectMode.SelectRead) && !_stop.IsSet) Admit(address.Listener.Accept(), refused);
            refused.CloseOld();
            if (!_stop.IsSet && !address.IsOurs) throw new IOException($"{_path} was removed or replaced");
        }
    }

    private void Admit(Socket socket, RefusedClients refused)
    {
        lock (_gate)
        {
            if (_clients.Count < MaxClients)
            {
                var client = new LegacyConnection(socket, _camera, _timing, Forget, _logger);
                _clients.Add(client);
                client.Start();
                return;
            }
        }
        long count = refused.Add(socket);
        // 1, 2, 4, 8 ...: whoever knocks for ever fills no log.
        if (long.IsPow2(count)) LegacyLog.Refused(_logger, MaxClients, count);
    }

    private void Forget(LegacyConnection client)
    {
        lock (_gate) _clients.Remove(client);
    }

    private void Wake()
    {
        try
        {
            _listener?.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Ended by itself; otherwise it looks up within a second.
        }
    }
}
