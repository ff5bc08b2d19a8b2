using Lookout.Link;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// The newest embedding of each track's face and body. They stay with the track between two measurements, so that whoever asks at any time
/// gets them. Filled by one thread, read by any.
/// </summary>
internal sealed class TrackVectors
{
    /// <summary>Older than this a vector is of somebody who is not measured any more.</summary>
    public const long MaxAgeNs = 5_000_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(LikenessKind Kind, int Track), (byte[] Embedding, long TakenNs)> _vectors = [];
    private readonly string?[] _models = new string?[2];

    /// <summary>Whose vectors these are; null before the first.</summary>
    public string? ModelOf(LikenessKind kind)
    {
        lock (_gate) return _models[(int)kind];
    }

    public void Add(Likenesses likenesses)
    {
        lock (_gate)
        {
            _models[(int)likenesses.Kind] = likenesses.Measure.Model;
            foreach (Likeness item in likenesses.Items) _vectors[(likenesses.Kind, item.Track)] = (item.Embedding, likenesses.CaptureNs);
            foreach ((var key, (byte[] _, long takenNs)) in _vectors)
            {
                if (likenesses.CaptureNs - takenNs > MaxAgeNs) _vectors.Remove(key);
            }
        }
    }

    /// <summary>Little-endian float32; empty when there is none as young as that.</summary>
    public ReadOnlySpan<byte> Find(LikenessKind kind, int track, long nowNs)
    {
        lock (_gate) return _vectors.TryGetValue((kind, track), out var found) && nowNs - found.TakenNs <= MaxAgeNs ? found.Embedding : [];
    }
}
