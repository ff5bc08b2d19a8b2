using Lookout.Vision.Tracking;

namespace Lookout.Vision.Tests.Tracking;

/// <summary>A made-up street from a seed: people who walk, cross, hide and are missed, things taken for people, a camera that shakes.</summary>
internal sealed class Scene
{
    private readonly Random _random;
    private readonly Walker[] _walkers;

    private sealed class Walker
    {
        public double X, Y, Dx, Dy, Width, Height;
        public int HiddenUntil;
    }

    public Scene(int seed)
    {
        _random = new Random(seed);
        _walkers = [.. Enumerable.Range(0, _random.Next(1, 25)).Select(_ => Make())];
        Shake = _random.Next(3) == 0 ? 6 : 0;
        Hiding = _random.Next(2) == 0 ? 0.03 : 0;
        Missing = _random.NextDouble() * 0.1;
        Noise = _random.NextDouble() * 3;
        Ghosts = _random.Next(3);
    }

    public int Shake { get; }

    public double Hiding { get; }

    public double Missing { get; }

    public double Noise { get; }

    public int Ghosts { get; }

    /// <summary>The next frame: what a detector would say, in no order, and whose box each is (-1: nobody's).</summary>
    public (Detection[] Detections, int[] Whose) Next(int frame)
    {
        double shakeX = Gauss() * Shake, shakeY = Gauss() * Shake;
        var seen = new List<(Detection Detection, int Who)>();
        for (int who = 0; who < _walkers.Length; who++)
        {
            Walker walker = _walkers[who];
            walker.X += walker.Dx;
            walker.Y += walker.Dy;
            if (walker.X is < 0 or > 1200) walker.Dx = -walker.Dx;
            if (walker.Y is < 0 or > 600) walker.Dy = -walker.Dy;
            if (_random.NextDouble() < Hiding) walker.HiddenUntil = frame + _random.Next(1, 40);
            if (frame < walker.HiddenUntil || _random.NextDouble() < Missing) continue;
            float score = (float)Math.Clamp(0.75 + 0.2 * Gauss(), 0.02, 0.99);
            seen.Add((new Detection(new BoundingBox(
                (float)(walker.X + shakeX + Gauss() * Noise), (float)(walker.Y + shakeY + Gauss() * Noise),
                (float)(walker.Width * (1 + 0.03 * Gauss())), (float)(walker.Height * (1 + 0.03 * Gauss()))), score), who));
        }
        for (int i = _random.Next(Ghosts + 1); i > 0; i--)
            seen.Add((new Detection(new BoundingBox(_random.Next(1200), _random.Next(600), _random.Next(20, 120), _random.Next(40, 240)), _random.NextSingle()), -1));
        (Detection, int Who)[] shuffled = [.. seen];
        _random.Shuffle(shuffled);
        return ([.. shuffled.Select(one => one.Item1)], [.. shuffled.Select(one => one.Who)]);
    }

    private Walker Make()
    {
        double height = _random.Next(60, 250);
        return new Walker
        {
            X = _random.Next(1200),
            Y = _random.Next(500),
            Dx = Gauss() * 4,
            Dy = Gauss(),
            Height = height,
            Width = height * (0.35 + 0.1 * _random.NextDouble()),
        };
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
