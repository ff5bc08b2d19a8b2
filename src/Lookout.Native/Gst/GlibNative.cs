using System.Runtime.InteropServices;

namespace Lookout.Native.Gst;

/// <summary>GLib and GObject entry points.</summary>
internal static unsafe partial class GlibNative
{
    private const string Glib = "libglib-2.0.so.0";
    private const string GObject = "libgobject-2.0.so.0";

    // Fundamental types are fixed by the ABI: G_TYPE_MAKE_FUNDAMENTAL(n) is n << 2.
    public const nuint TypeString = 16 << 2;

    [StructLayout(LayoutKind.Sequential)]
    public struct GError
    {
        public uint Domain;
        public int Code;
        public nint Message;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct GValue
    {
        public nuint Type;
        public ulong Data0;
        public ulong Data1;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct GParamSpec
    {
        public nint Class;
        public nint Name;
        public uint Flags;
        public nuint ValueType;
    }

    [LibraryImport(Glib)]
    public static partial void g_free(nint memory);

    [LibraryImport(Glib)]
    public static partial void g_error_free(GError* error);

    [LibraryImport(Glib)]
    public static partial nint g_quark_to_string(uint quark);

    [LibraryImport(Glib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int g_setenv(string name, string value, int overwrite);

    [LibraryImport(Glib, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint g_getenv(string name);

    [LibraryImport(GObject, StringMarshalling = StringMarshalling.Utf8)]
    public static partial GParamSpec* g_object_class_find_property(nint objectClass, string name);

    [LibraryImport(GObject, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void g_object_set_property(GstObjectHandle instance, string name, GValue* value);

    [LibraryImport(GObject)]
    public static partial GValue* g_value_init(GValue* value, nuint type);

    [LibraryImport(GObject, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void g_value_set_string(GValue* value, string text);

    [LibraryImport(GObject)]
    public static partial void g_value_unset(GValue* value);
}
