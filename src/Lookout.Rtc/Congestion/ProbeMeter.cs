namespace Lookout.Rtc.Congestion;

/// <summary>Measures by the packets of a probe that came how fast the path let them through.</summary>
internal sealed class ProbeMeter
{
    private const int Clusters = 8;
    private const double EnoughOfPackets = 0.8;
    private const double EnoughOfBytes = 0.8;
    private const double MostFasterThanSent = 2;
    private const double Unsaturated = 0.9;
    private const double UsedOfSaturated = 0.95;

    private static readonly long LongestProbe = TimeSpan.TicksPerSecond;

    private readonly Cluster[] _clusters = new Cluster[Clusters];

    public void Expect(ProbeCluster probe) => _clusters[probe.Id % Clusters] = new Cluster(probe);

    /// <summary>
    /// Adds a packet of the probe that came, in the order of sending; true when enough came, with the rate in bits per
    /// second. More packets make it better.
    /// </summary>
    public bool TryMeasure(int probe, long sent, long arrival, int bytes, out long bps)
    {
        bps = 0;
        ref Cluster cluster = ref _clusters[probe % Clusters];
        if (cluster.Probe.Id != probe) return false;
        cluster.Add(sent, arrival, bytes);
        if (cluster.Packets < EnoughOfPackets * cluster.Probe.Packets || cluster.Bytes < EnoughOfBytes * cluster.Probe.Bytes) return false;

        long sending = cluster.LastSent - cluster.FirstSent;
        long arriving = cluster.LastArrival - cluster.FirstArrival;
        if (sending <= 0 || sending > LongestProbe || arriving <= 0 || arriving > LongestProbe) return false;
        // Of the last packet sent the time it took is not in the interval, and of the first that came neither.
        double sentBps = 8.0 * (cluster.Bytes - cluster.LastSentBytes) * TimeSpan.TicksPerSecond / sending;
        double arrivedBps = 8.0 * (cluster.Bytes - cluster.FirstArrivedBytes) * TimeSpan.TicksPerSecond / arriving;
        if (arrivedBps > MostFasterThanSent * sentBps) return false;
        bool saturated = arrivedBps < Unsaturated * sentBps;
        bps = (long)(saturated ? UsedOfSaturated * arrivedBps : Math.Min(sentBps, arrivedBps));
        return bps > 0;
    }

    private struct Cluster(ProbeCluster probe)
    {
        public readonly ProbeCluster Probe = probe;
        public long FirstSent = long.MaxValue;
        public long LastSent = long.MinValue;
        public long FirstArrival = long.MaxValue;
        public long LastArrival = long.MinValue;
        public int LastSentBytes;
        public int FirstArrivedBytes;
        public int Bytes;
        public int Packets;

        public void Add(long sent, long arrival, int bytes)
        {
            Packets++;
            Bytes += bytes;
            FirstSent = Math.Min(FirstSent, sent);
            LastArrival = Math.Max(LastArrival, arrival);
            if (sent >= LastSent)
            {
                LastSent = sent;
                LastSentBytes = bytes;
            }

            if (arrival < FirstArrival)
            {
                FirstArrival = arrival;
                FirstArrivedBytes = bytes;
            }
        }
    }
}
