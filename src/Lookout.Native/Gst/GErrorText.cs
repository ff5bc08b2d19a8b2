using System.Runtime.InteropServices;

namespace Lookout.Native.Gst;

/// <summary>A GError taken over from native: copied into managed memory and freed.</summary>
internal readonly record struct GErrorText(string Domain, int Code, string Message)
{
    /// <summary>Frees <paramref name="error"/>; null gives an empty text.</summary>
    public static unsafe GErrorText Take(GlibNative.GError* error)
    {
        if (error == null) return new GErrorText("", 0, "unknown error");
        var text = new GErrorText(
            Marshal.PtrToStringUTF8(GlibNative.g_quark_to_string(error->Domain)) ?? "",
            error->Code,
            Marshal.PtrToStringUTF8(error->Message) ?? "");
        GlibNative.g_error_free(error);
        return text;
    }

    /// <summary>Copies and frees a string that the caller owns.</summary>
    public static string TakeString(nint owned)
    {
        string text = Marshal.PtrToStringUTF8(owned) ?? "";
        GlibNative.g_free(owned);
        return text;
    }
}
