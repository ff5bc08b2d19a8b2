namespace Lookout.Rtc.Rtp;

/// <summary>The ids the answer gave to the header extensions we write, 1 to 14; 0 for one that is not negotiated.</summary>
public readonly record struct HeaderExtensionIds(int TransportSequence, int PlayoutDelay, int CaptureTime, int VideoOrientation);
