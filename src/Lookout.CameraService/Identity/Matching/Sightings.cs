using System.Collections.Concurrent;

namespace Lookout.CameraService.Identity.Matching;

/// <summary>Where each enrolled person was seen last. In memory only: a record of where people go is nobody's business tomorrow.</summary>
internal sealed class Sightings
{
    private readonly ConcurrentDictionary<string, Sighting> _last = new(StringComparer.Ordinal);

    /// <summary>Called by one thread.</summary>
    public void Note(int camera, ReadOnlySpan<TrackName> names, DateTimeOffset now)
    {
        foreach (TrackName name in names)
        {
            if (name.Person is not { } person) continue;
            if (!_last.TryGetValue(person, out Sighting? sighting)) _last[person] = sighting = new Sighting();
            sighting.Set(camera, now);
        }
    }

    public (int Camera, DateTimeOffset At)? Of(string person) => _last.TryGetValue(person, out Sighting? sighting) ? sighting.Get() : null;

    public void Forget(string person) => _last.TryRemove(person, out _);

    // Camera and milliseconds in one number, so that a reader never sees one without the other.
    private sealed class Sighting
    {
        private const int CameraBits = 8;
        private long _packed;

        public void Set(int camera, DateTimeOffset at) => Volatile.Write(ref _packed, (at.ToUnixTimeMilliseconds() << CameraBits) | (long)camera);

        public (int Camera, DateTimeOffset At) Get()
        {
            long packed = Volatile.Read(ref _packed);
            return ((int)(packed & ((1 << CameraBits) - 1)), DateTimeOffset.FromUnixTimeMilliseconds(packed >> CameraBits));
        }
    }
}
