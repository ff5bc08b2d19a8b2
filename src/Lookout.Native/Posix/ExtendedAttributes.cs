using System.Text;

namespace Lookout.Native.Posix;

/// <summary>Extended attributes (xattr(7)): access lists, security labels. A file system without them has none.</summary>
public static class ExtendedAttributes
{
    /// <summary>Reads every attribute this process may see; of the path itself when it is a link.</summary>
    public static unsafe SortedDictionary<string, byte[]> Read(string path)
    {
        var attributes = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        nint length = PosixNative.llistxattr(path, null, 0);
        if (length <= 0) return attributes;
        var names = new byte[length];
        fixed (byte* first = names) length = PosixNative.llistxattr(path, first, (nuint)names.Length);
        if (length <= 0) return attributes;
        foreach (string name in Encoding.UTF8.GetString(names, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ReadOne(path, name) is { } value) attributes[name] = value;
        }
        return attributes;
    }

    /// <summary>Sets one attribute. False when the file system or a right is missing.</summary>
    public static unsafe bool TryWrite(string path, string name, ReadOnlySpan<byte> value)
    {
        fixed (byte* first = value) return PosixNative.lsetxattr(path, name, first, (nuint)value.Length, 0) == 0;
    }

    private static unsafe byte[]? ReadOne(string path, string name)
    {
        nint length = PosixNative.lgetxattr(path, name, null, 0);
        if (length < 0) return null;
        var value = new byte[length];
        fixed (byte* first = value) length = PosixNative.lgetxattr(path, name, first, (nuint)value.Length);
        return length == value.Length ? value : null;
    }
}
