using Lookout.Rtc.Rtcp;

namespace Lookout.Rtc.Session;

/// <summary>
/// When our newest sender reports left, for the round trip (RFC 3550 §6.4.1): measured on the session's own clock, so that
/// a step of the wall clock does not show in it.
/// </summary>
internal sealed class SentReports
{
    // At one report a second: a viewer's report that answers an older one says nothing about now.
    private const int Kept = 16;
    private const double DelayUnit = 1.0 / 65536;

    private readonly (uint CompactNtpTime, TimeSpan At)[] _reports = new (uint, TimeSpan)[Kept];
    private int _count;

    public void Add(TimeSpan now, in SenderReport report) => _reports[_count++ % Kept] = (report.CompactNtpTime, now);

    /// <summary>
    /// The round trip by a block that names one of the reports. False when it names none that is kept, or says it was held
    /// for longer than it is ago.
    /// </summary>
    public bool TryMeasure(TimeSpan now, in ReportBlock block, out TimeSpan roundTrip)
    {
        roundTrip = default;
        if (block.LastSenderReport == 0) return false;
        for (int i = 0; i < Math.Min(_count, Kept); i++)
        {
            if (_reports[i].CompactNtpTime != block.LastSenderReport) continue;
            TimeSpan measured = now - _reports[i].At - TimeSpan.FromSeconds(block.DelaySinceLastSenderReport * DelayUnit);
            if (measured < TimeSpan.Zero) return false;
            roundTrip = measured;
            return true;
        }

        return false;
    }
}
