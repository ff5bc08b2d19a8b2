using Lookout.Rtc.Rtp;

namespace Lookout.Rtc.Rtcp;

/// <summary>What a receiver says of one packet in transport-wide feedback.</summary>
/// <param name="Sequence">The transport-wide number the packet was sent with.</param>
/// <param name="Received">False for a packet that had not come when the feedback left.</param>
/// <param name="Arrival">
/// When it came by the receiver's clock, in steps of 250 us; <see cref="TimeSpan.Zero"/> when it did not.
/// </param>
public readonly record struct PacketArrival(SequenceNumber Sequence, bool Received, TimeSpan Arrival);
