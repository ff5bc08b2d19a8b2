using Lookout.CameraService.WebRtc;

namespace Lookout.CameraService.Tests.Simulator;

/// <summary>
/// A camera of three renditions at 30 pictures a second, and their encoders: each at work while it is wanted, with key
/// frames when asked for and at no other time, which is the worst case for who has lost one.
/// </summary>
internal sealed class SimulatedCamera : IKeyFrameRequests
{
    public const int FrameRate = 30;
    private const int ClockRate = 90_000;
    private const int KeyFactor = 6;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.0 / FrameRate);

    private readonly Random _random;
    private readonly long[] _rates;
    private readonly bool[] _wanted;
    private readonly bool[] _keyDue;
    private readonly int[] _index;
    private TimeSpan _nextAt;

    public SimulatedCamera(int seed, TimeSpan now, long[] rates)
    {
        _random = new Random(seed);
        _rates = rates;
        _wanted = new bool[rates.Length];
        _keyDue = new bool[rates.Length];
        _index = new int[rates.Length];
        _nextAt = now;
        for (int i = 0; i < rates.Length; i++)
            Feeds[i] = new StreamFeed(new MediaStream("front", i, passthrough: false, 0, () => { }) { BitsPerSecond = rates[i] }, this);
    }

    public CameraFeeds Feeds { get; } = new(0);

    public int Renditions => _rates.Length;

    /// <summary>Moments at which a key frame was asked of an encoder.</summary>
    public List<(TimeSpan At, int Rendition)> KeyFramesAsked { get; } = [];

    public int PicturesMade { get; private set; }

    public TimeSpan Now { get; private set; }

    public void Want(string camera, int rendition, bool on)
    {
        if (on && !_wanted[rendition]) _keyDue[rendition] = true;
        _wanted[rendition] = on;
    }

    public void KeyFrame(string camera, int rendition)
    {
        _keyDue[rendition] = true;
        KeyFramesAsked.Add((Now, rendition));
    }

    public static uint RtpTime(TimeSpan now) => unchecked((uint)(now.Ticks * ClockRate / TimeSpan.TicksPerSecond));

    /// <summary>Hands the pictures that are due to the feeds.</summary>
    public void Advance(TimeSpan now)
    {
        Now = now;
        if (now < _nextAt) return;
        _nextAt += Interval;
        PicturesMade++;
        for (int i = 0; i < _rates.Length; i++)
        {
            if (_wanted[i]) Publish(now, i);
            Feeds[i]!.Advance(now);
        }
    }

    private void Publish(TimeSpan now, int rendition)
    {
        bool key = _keyDue[rendition];
        _keyDue[rendition] = false;
        double usual = _rates[rendition] / 8.0 / FrameRate;
        var size = (int)(usual * (key ? KeyFactor : 0.6 + 0.6 * _random.NextDouble()));
        byte[] bytes = new TestPicture(rendition, _index[rendition]++, now, key, size).Encode();
        StreamFeed feed = Feeds[rendition]!;
        QueuedAccessUnit unit = QueuedAccessUnit.Rent(bytes, key, RtpTime(now));
        Assert.True(feed.Add(unit));
        unit.Return();
        foreach (Viewer viewer in feed.Viewers) viewer.Offer(now, feed);
    }
}
