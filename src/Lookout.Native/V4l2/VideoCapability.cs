using System.Runtime.InteropServices;
using System.Text;

namespace Lookout.Native.V4l2;

/// <summary>What a video node says it can do: struct v4l2_capability of videodev2.h.</summary>
/// <param name="Card">The device's description.</param>
/// <param name="Flags">Capabilities of this very node.</param>
internal readonly record struct VideoCapability(string Card, uint Flags)
{
    public const int Length = 104;

    private const int CardOffset = 16;
    private const int CardLength = 32;
    private const int CapabilitiesOffset = 84;
    private const int DeviceCapabilitiesOffset = 88;

    private const uint VideoCapture = 0x1;
    private const uint VideoCaptureMultiplanar = 0x1000;
    private const uint DeviceCapabilities = 0x8000_0000;

    /// <summary>Whether pictures come out of this node; false for metadata nodes, outputs and codecs.</summary>
    public bool CanCapture => (Flags & (VideoCapture | VideoCaptureMultiplanar)) != 0;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out VideoCapability capability)
    {
        capability = default;
        if (bytes.Length < Length) return false;
        ReadOnlySpan<byte> card = bytes.Slice(CardOffset, CardLength);
        int end = card.IndexOf((byte)0);
        uint flags = MemoryMarshal.Read<uint>(bytes[CapabilitiesOffset..]);
        // "capabilities" is of the whole device, with its metadata nodes; "device_caps" is of this node.
        if ((flags & DeviceCapabilities) != 0) flags = MemoryMarshal.Read<uint>(bytes[DeviceCapabilitiesOffset..]);
        capability = new VideoCapability(Encoding.UTF8.GetString(end < 0 ? card : card[..end]), flags);
        return true;
    }
}
