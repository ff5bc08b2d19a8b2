namespace Lookout.Rtc.Ice;

/// <summary>Fills a span with unpredictable bytes: how randomness comes in as an argument.</summary>
public delegate void RandomFill(Span<byte> destination);
