using Lookout.CameraService.Identity;

namespace Lookout.CameraService.Tests.Identity.Matching;

/// <summary>
/// Hours before a camera, made up from a seed: enrolled people and strangers come and go, two at a time, turn their heads, are missed in
/// frames, get another track in the middle, and now and then the tracker mixes two up. Beside our names stand those of a
/// plain rule: the nearest sample under the threshold, look by look, kept until the track is missed in a frame.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Enrolled = 12;
    private const int Others = 12;
    private const int Visits = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Names_are_right_and_stay(int seed)
    {
        var faces = new MadeUpFaces(seed);
        // Some look alike: two enrolled people, and strangers who look like enrolled ones.
        faces.MakeAlike(1, 0, 0.42f);
        faces.MakeAlike(Enrolled + 1, 2, 0.42f);
        faces.MakeAlike(Enrolled + 2, 3, 0.45f);
        var camera = new WatchedCamera(faces, faces.Enrol(Enrolled));
        var ours = new Tally();
        var plain = new Tally();
        int track = 0;
        for (int visit = 0; visit < Visits; visit++)
        {
            int a = faces.Random.Next(Enrolled + Others);
            int b = (a + 1 + faces.Random.Next(Enrolled + Others - 1)) % (Enrolled + Others);
            RunVisit(camera, faces, [new Visitor(a, ++track), new Visitor(b, ++track)], ref track, ours, plain);
            for (int i = 0; i < 8 * 40; i++) camera.Frame();
        }

        output.WriteLine($"seed {seed}: ours {ours}; plain {plain}");
        Assert.InRange(ours.Right, 0.75, 1);
        Assert.InRange(ours.Wrong, 0, 0.03);
        Assert.InRange(ours.SwitchesPerVisit, 0, 0.25);
        Assert.True(ours.Right > plain.Right && ours.Wrong < plain.Wrong, "worse than the plain rule");
    }

    private static void RunVisit(WatchedCamera camera, MadeUpFaces faces, Visitor[] visitors, ref int track, Tally ours, Tally plain)
    {
        Random random = faces.Random;
        var plainNames = new Dictionary<int, string?>();
        int frames = random.Next(60, 240);
        for (int frame = 0; frame < frames; frame++)
        {
            if (random.Next(600) == 0) (visitors[0].Track, visitors[1].Track) = (visitors[1].Track, visitors[0].Track);
            foreach (Visitor visitor in visitors)
            {
                if (random.Next(160) == 0) visitor.Track = ++track;
                if (random.Next(24) == 0) visitor.Turned = !visitor.Turned;
            }

            Visitor[] seen = [.. visitors.Where(_ => random.Next(20) != 0)];
            foreach (int missed in plainNames.Keys.Except(seen.Select(visitor => visitor.Track)).ToArray()) plainNames.Remove(missed);
            camera.Frame([.. seen.Select(visitor => visitor.Track)]);
            if (frame % 4 == 1)
            {
                (int Track, float[] Look, float Quality)[] looks = [.. seen.Where(visitor => !visitor.Turned).Select(visitor => LookAt(visitor, faces))];
                if (looks.Length > 0) camera.Faces(looks);
                foreach ((int of, float[] look, _) in looks) plainNames[of] = Nearest(camera.Roster, look);
            }

            if (frame % 8 == 3 && seen.Length > 0) camera.Figures([.. seen.Select(visitor => (visitor.Track, faces.Figure(visitor.Person, 0.4f)))]);
            foreach (Visitor visitor in seen)
            {
                string? truth = visitor.Person < Enrolled ? MadeUpFaces.Id(visitor.Person) : null;
                ours.Count(visitor, truth, camera.Who(visitor.Track), ref visitor.LastOurs);
                plain.Count(visitor, truth, plainNames.GetValueOrDefault(visitor.Track), ref visitor.LastPlain);
            }
        }

        ours.Visits += visitors.Length;
        plain.Visits += visitors.Length;
    }

    private static (int Track, float[] Look, float Quality) LookAt(Visitor visitor, MadeUpFaces faces)
    {
        float quality = 0.3f + 0.7f * faces.Random.NextSingle();
        visitor.Looked = true;
        return (visitor.Track, faces.Look(visitor.Person, 0.25f + 0.35f * (1 - quality)), quality);
    }

    private static string? Nearest(Roster roster, float[] look)
    {
        string? nearest = null;
        float best = 0;
        foreach (KnownPerson person in roster.People)
        {
            foreach (FaceSample sample in person.Samples)
            {
                float likeness = MadeUpFaces.Scale.Compare(look, sample.Embedding);
                if (likeness <= best) continue;
                best = likeness;
                nearest = person.Id;
            }
        }

        return nearest;
    }

    private sealed class Visitor(int person, int track)
    {
        public string? LastOurs;
        public string? LastPlain;

        public int Person => person;

        public int Track { get; set; } = track;

        public bool Turned { get; set; }

        public bool Looked { get; set; }
    }

    private sealed class Tally
    {
        private long _frames;
        private long _enrolled;
        private long _right;
        private long _wrong;
        private long _switches;

        public int Visits { get; set; }

        /// <summary>Of the frames with an enrolled person whose face has been seen.</summary>
        public double Right => (double)_right / _enrolled;

        /// <summary>Of all frames: somebody bears a name that is not theirs.</summary>
        public double Wrong => (double)_wrong / _frames;

        /// <summary>From one name to another.</summary>
        public double SwitchesPerVisit => (double)_switches / Visits;

        public void Count(Visitor visitor, string? truth, string? name, ref string? last)
        {
            _frames++;
            if (truth is not null && visitor.Looked) _enrolled++;
            if (name is not null && name == truth) _right++;
            if (name is not null && name != truth) _wrong++;
            if (name is null) return;
            if (last is not null && last != name) _switches++;
            last = name;
        }

        public override string ToString() => FormattableString.Invariant($"right {Right:P1}, wrong {Wrong:P2}, {SwitchesPerVisit:0.000} switches a visit");
    }
}
