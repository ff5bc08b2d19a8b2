using System.Runtime.InteropServices;

namespace Lookout.Native.Gst;

/// <summary>Owns one reference to a GstObject.</summary>
internal class GstObjectHandle : SafeHandle
{
    public GstObjectHandle(nint owned) : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        GstNative.gst_object_unref(handle);
        return true;
    }
}

internal sealed class ElementHandle(nint owned) : GstObjectHandle(owned);

internal sealed class PadHandle(nint owned) : GstObjectHandle(owned);

internal sealed class BusHandle(nint owned) : GstObjectHandle(owned);

internal sealed class ClockHandle(nint owned) : GstObjectHandle(owned);

/// <summary>Owns one reference to a GstCaps.</summary>
internal sealed class CapsHandle : SafeHandle
{
    public CapsHandle(nint owned) : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        GstNative.gst_mini_object_unref(handle);
        return true;
    }
}
