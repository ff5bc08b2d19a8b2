namespace Lookout.Rtc.Turn;

/// <summary>STUN methods of RFC 8656 §17.</summary>
internal static class TurnMethod
{
    public const int Allocate = 0x003;
    public const int Refresh = 0x004;
    public const int Send = 0x006;
    public const int Data = 0x007;
    public const int CreatePermission = 0x008;
    public const int ChannelBind = 0x009;
}
