using Lookout.Rtc.Congestion;

namespace Lookout.CameraService.WebRtc.Sending;

/// <summary>A probe that is being sent: padding at its rate, until its bytes and packets have left.</summary>
internal sealed class ProbeRun
{
    private ProbeCluster _cluster;
    private int _bytes;
    private int _packets;
    private TimeSpan _nextAt = TimeSpan.MaxValue;

    public bool IsRunning => _nextAt != TimeSpan.MaxValue;

    /// <summary>When the next packet is due; TimeSpan.MaxValue without a probe.</summary>
    public TimeSpan NextAt => _nextAt;

    public int Cluster => _cluster.Id;

    public void Begin(TimeSpan now, in ProbeCluster cluster)
    {
        _cluster = cluster;
        _bytes = 0;
        _packets = 0;
        _nextAt = now;
    }

    /// <summary>A packet of the probe has left.</summary>
    public void Sent(int bytes)
    {
        _bytes += bytes;
        _packets++;
        if (_bytes >= _cluster.Bytes && _packets >= _cluster.Packets) End();
        else _nextAt += TimeSpan.FromSeconds(bytes * 8.0 / _cluster.Bps);
    }

    public void End() => _nextAt = TimeSpan.MaxValue;
}
