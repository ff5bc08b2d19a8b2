using System.Diagnostics.CodeAnalysis;
using Lookout.Rtc.Stun;

namespace Lookout.CameraService.Dtls;

/// <summary>
/// Threads for handshakes, which block: at most so many at a time, made on demand. One too many is refused, not queued,
/// so that a flood of hellos costs neither memory nor anybody's waiting time. One network has only a few of the threads;
/// what it begins besides waits in its place for one of them, since behind a NAT a whole household is one address.
/// </summary>
internal sealed class HandshakeThreads(int limit = HandshakeThreads.DefaultLimit, int perNetwork = HandshakeThreads.DefaultPerNetwork)
{
    public const int DefaultLimit = 32;
    public const int DefaultPerNetwork = 4;

    private readonly object _gate = new();
    private readonly Dictionary<SourceNetwork, int> _busy = [];
    private readonly List<(SourceNetwork From, Action Handshake)> _waiting = [];
    private int _taken;
    private long _refused;

    /// <summary>Places taken: handshakes that run or wait.</summary>
    public int Taken
    {
        get { lock (_gate) return _taken; }
    }

    /// <summary>Handshakes that wait for another of their network to end.</summary>
    public int Waiting
    {
        get { lock (_gate) return _waiting.Count; }
    }

    /// <summary>Handshakes refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Reserves a place, to be used by <see cref="Run"/>. False when all are taken.</summary>
    public bool TryReserve()
    {
        lock (_gate)
        {
            if (_taken < limit)
            {
                _taken++;
                return true;
            }
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>
    /// Runs a handshake, which must not throw, in the reserved place: at once, or after another one when
    /// <paramref name="from"/> has all the threads it may have. One that we begin is not counted by network.
    /// </summary>
    public void Run(Action handshake, SourceNetwork? from = null)
    {
        lock (_gate)
        {
            if (from is { } network)
            {
                int busy = _busy.GetValueOrDefault(network);
                if (busy == perNetwork)
                {
                    _waiting.Add((network, handshake));
                    return;
                }

                _busy[network] = busy + 1;
            }
        }

        new Thread(() => Work(handshake, from)) { IsBackground = true, Name = "dtls handshake" }.Start();
    }

    private void Work(Action first, SourceNetwork? from)
    {
        Action? handshake = first;
        do handshake();
        while (TryGoOn(from, out handshake));
    }

    // The thread goes on with who waits for it; only one of its own network can.
    private bool TryGoOn(SourceNetwork? from, [NotNullWhen(true)] out Action? next)
    {
        lock (_gate)
        {
            next = null;
            _taken--;
            if (from is not { } network) return false;
            int index = _waiting.FindIndex(waiting => waiting.From == network);
            if (index >= 0)
            {
                next = _waiting[index].Handshake;
                _waiting.RemoveAt(index);
                return true;
            }

            if (--_busy[network] == 0) _busy.Remove(network);
            return false;
        }
    }
}
