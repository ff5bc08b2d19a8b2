using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>A row of floats as bytes, for models whose input is quantised.</summary>
internal static class ByteRow
{
    /// <summary>The nearest whole numbers of 0..255; equally many.</summary>
    public static void Round(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        int count = values.Length;
        ref float source = ref MemoryMarshal.GetReference(values);
        ref byte target = ref MemoryMarshal.GetReference(bytes[..count]);
        int x = 0;
        for (; x <= count - 16; x += 16)
        {
            Vector128<ushort> low = Vector128.Narrow(Whole(ref source, x), Whole(ref source, x + 4));
            Vector128<ushort> high = Vector128.Narrow(Whole(ref source, x + 8), Whole(ref source, x + 12));
            Vector128.Narrow(low, high).StoreUnsafe(ref target, (nuint)x);
        }
        for (; x < count; x++) bytes[x] = (byte)MathF.Round(Math.Clamp(values[x], 0, 255));
    }

    private static Vector128<uint> Whole(ref float source, int x)
    {
        Vector128<float> value = Vector128.Min(Vector128.Max(Vector128.LoadUnsafe(ref source, (nuint)x), Vector128<float>.Zero), Vector128.Create(255f));
        return Vector128.ConvertToInt32(Vector128.Round(value)).AsUInt32();
    }
}
