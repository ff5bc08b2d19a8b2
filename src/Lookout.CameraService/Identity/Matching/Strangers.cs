namespace Lookout.CameraService.Identity.Matching;

/// <summary>
/// People who are not enrolled, told apart by their faces: in memory only, at most <see cref="Most"/>, and each no longer than the
/// configured hours after it was first seen. With no hours nothing is remembered, and a stranger is one as long as the track lasts.
/// </summary>
internal sealed class Strangers(TimeSpan life)
{
    public const int Most = 256;

    private readonly List<Known> _known = [];
    private readonly long _lifeNs = life.Ticks * 100;
    private long _count;

    public int Count => _known.Count;

    /// <summary>What somebody with this face is called: as before, or anew.</summary>
    public string Place(ReadOnlySpan<float> face, string model, Scale scale, long now)
    {
        Sweep(now);
        Known? likest = null;
        float best = 0;
        foreach (Known known in _known)
        {
            float likeness = known.Model == model ? scale.Compare(face, known.Face) : -1;
            if (likeness < best) continue;
            best = likeness;
            likest = known;
        }

        if (likest is not null) return likest.Learn(face);
        string name = $"u{++_count}";
        if (_lifeNs == 0) return name;
        if (_known.Count == Most) _known.RemoveAt(0);
        _known.Add(new Known(name, model, face.ToArray(), now));
        return name;
    }

    /// <summary>Forgets whoever's time is over.</summary>
    public void Sweep(long now) => _known.RemoveAll(known => now - known.Since >= _lifeNs);

    /// <summary>Forgets those with this face: they were enrolled.</summary>
    public void Forget(ReadOnlySpan<float> face, string model, Scale scale)
    {
        for (int i = _known.Count - 1; i >= 0; i--)
        {
            if (_known[i].Model == model && scale.Compare(face, _known[i].Face) >= 0) _known.RemoveAt(i);
        }
    }

    public void Clear() => _known.Clear();

    private sealed class Known(string name, string model, float[] face, long since)
    {
        private const int MostFaces = 16;
        private int _faces = 1;

        public string Model => model;

        public float[] Face => face;

        public long Since => since;

        // The mean of the first faces; later ones move it a little.
        public string Learn(ReadOnlySpan<float> look)
        {
            _faces = Math.Min(_faces + 1, MostFaces);
            for (int i = 0; i < face.Length; i++) face[i] += (look[i] - face[i]) / _faces;
            return name;
        }
    }
}
