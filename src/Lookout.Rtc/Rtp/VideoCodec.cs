namespace Lookout.Rtc.Rtp;

/// <summary>What a camera's video is coded in.</summary>
public enum VideoCodec
{
    H264,
    H265,
}
