using System.Diagnostics;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// A camera's newest raw frame for any number of readers, who ask for it when they want one. While nobody has asked lately
/// a frame costs one comparison. Pictures are counted and reused, so that filling, reading and handing over never wait
/// for each other: the lock is held for a few assignments. At most one picture a reader and two more exist.
/// </summary>
/// <param name="now">CLOCK_MONOTONIC in nanoseconds.</param>
internal sealed class NewestFrame(Func<long> now)
{
    /// <summary>Older than this a frame is no picture of now.</summary>
    public const long MaxAgeNs = 2_000_000_000;

    // Who polls at 30 Hz finds each frame copied already; who asks every few seconds waits for the next frame instead.
    private const long CopyNs = 1_000_000_000;

    // A decoder starts at a key frame, which cameras send every few seconds: not to be stopped between two questions.
    private const long DecodeNs = 30_000_000_000;

    private readonly object _gate = new();
    private readonly Stack<SharedPicture> _free = [];
    private SharedPicture? _newest;
    private long _copyUntilNs = long.MinValue;
    private long _decodeUntilNs = long.MinValue;
    private bool _outdated;
    private bool _closed;

    /// <summary>Whether someone asked within the last 30 s; if not, nobody needs to decode.</summary>
    public bool IsWanted => now() < Volatile.Read(ref _decodeUntilNs);

    /// <summary>Takes a copy if someone asked within the last second.</summary>
    public void Offer(in MediaBuffer buffer, in VideoFormat format, long captureNs, ulong sequence)
    {
        if (now() >= Volatile.Read(ref _copyUntilNs)) return;
        SharedPicture picture = TakeFree();
        picture.Pixels.Fill(buffer, format, captureNs, sequence);
        lock (_gate)
        {
            if (_newest != null) Leave(_newest);
            _newest = picture;
            _outdated = false;
            picture.Users = 1;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Borrows the newest frame, waiting for one when what is here is old. Null: none came within <paramref name="patience"/>.
    /// The caller returns it.
    /// </summary>
    public SharedPicture? Borrow(TimeSpan patience)
    {
        long started = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            // Copying rested: what is here is the last frame that was copied and not the newest one.
            if (now() >= _copyUntilNs) _outdated = true;
            while (!_closed)
            {
                Volatile.Write(ref _copyUntilNs, now() + CopyNs);
                Volatile.Write(ref _decodeUntilNs, now() + DecodeNs);
                if (!_outdated && _newest is { } newest && now() - newest.Pixels.CaptureNs <= MaxAgeNs)
                {
                    newest.Users++;
                    return newest;
                }
                TimeSpan left = patience - Stopwatch.GetElapsedTime(started);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left)) return null;
            }
            return null;
        }
    }

    public void Return(SharedPicture picture)
    {
        lock (_gate) Leave(picture);
    }

    /// <summary>Ends all waiting, now and later.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private SharedPicture TakeFree()
    {
        lock (_gate) return _free.TryPop(out SharedPicture? picture) ? picture : new SharedPicture();
    }

    private void Leave(SharedPicture picture)
    {
        Debug.Assert(picture.Users > 0, "returned twice");
        if (--picture.Users == 0) _free.Push(picture);
    }
}

/// <summary>A picture that belongs to a <see cref="NewestFrame"/>; not overwritten while it is borrowed.</summary>
internal sealed class SharedPicture
{
    public Picture Pixels { get; } = new();

    /// <summary>Guarded by the owner's lock.</summary>
    public int Users { get; set; }
}
