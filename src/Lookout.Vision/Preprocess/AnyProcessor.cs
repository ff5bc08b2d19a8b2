using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>Needs nothing.</summary>
internal readonly struct AnyProcessor : IVectorProcessor
{
    public static Vector128<byte> Shuffle(Vector128<byte> bytes, Vector128<byte> indices) => Vector128.Shuffle(bytes, indices);

    public static Vector128<ushort> MultiplyHigh(Vector128<ushort> a, Vector128<ushort> b) => Vector128.Narrow(
        (Vector128.WidenLower(a) * Vector128.WidenLower(b)) >>> 16, (Vector128.WidenUpper(a) * Vector128.WidenUpper(b)) >>> 16);

    public static Vector128<int> AddProducts(Vector128<short> a, Vector128<short> b)
    {
        // The even ones go up and down again for their sign.
        Vector128<int> even = ((a.AsInt32() << 16) >> 16) * ((b.AsInt32() << 16) >> 16);
        return even + (a.AsInt32() >> 16) * (b.AsInt32() >> 16);
    }
}
