using System.Runtime.InteropServices;

namespace Lookout.Native.Net;

/// <summary>Arrays that never move, so that a structure may hold the address of an element for as long as the array lives.</summary>
internal static unsafe class PinnedArray
{
    public static T[] Allocate<T>(int length) where T : unmanaged => GC.AllocateArray<T>(length, pinned: true);

    /// <summary>Address of an element of an array made by <see cref="Allocate"/>.</summary>
    public static T* AddressOf<T>(T[] pinned, int index) where T : unmanaged =>
        (T*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, index);
}
