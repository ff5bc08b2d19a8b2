namespace Lookout.CameraServer.Encoding;

/// <summary>
/// Remembers which sequence number went into a codec with which capture time, to give it back to what comes out.
/// Holds the newest 64; what a codec keeps longer than that counts as lost. For two threads: one adds, one takes.
/// </summary>
internal sealed class SequenceRing
{
    private const int Capacity = 64;
    private readonly Lock _gate = new();
    private readonly (long CaptureNs, ulong Sequence)[] _entries = new (long, ulong)[Capacity];
    private int _next;

    public void Add(long captureNs, ulong sequence)
    {
        lock (_gate) _entries[_next++ % Capacity] = (captureNs, sequence);
    }

    public bool TryGet(long captureNs, out ulong sequence)
    {
        lock (_gate)
        {
            foreach ((long time, ulong number) in _entries)
            {
                if (time != captureNs) continue;
                sequence = number;
                return true;
            }
        }
        sequence = 0;
        return false;
    }
}
