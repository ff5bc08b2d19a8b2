using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Lookout.Vision.Preprocess;

/// <summary>Needs SSSE3: 2006 and later.</summary>
internal readonly struct X86Processor : IVectorProcessor
{
    public static Vector128<byte> Shuffle(Vector128<byte> bytes, Vector128<byte> indices) => Ssse3.Shuffle(bytes, indices);

    public static Vector128<ushort> MultiplyHigh(Vector128<ushort> a, Vector128<ushort> b) => Sse2.MultiplyHigh(a, b);

    public static Vector128<int> AddProducts(Vector128<short> a, Vector128<short> b) => Sse2.MultiplyAddAdjacent(a, b);
}
