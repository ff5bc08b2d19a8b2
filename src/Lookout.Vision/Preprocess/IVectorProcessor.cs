using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>What each kind of processor has an instruction of its own for.</summary>
internal interface IVectorProcessor
{
    /// <summary>An index of 128 gives 0.</summary>
    static abstract Vector128<byte> Shuffle(Vector128<byte> bytes, Vector128<byte> indices);

    /// <summary>The upper half of the products.</summary>
    static abstract Vector128<ushort> MultiplyHigh(Vector128<ushort> a, Vector128<ushort> b);

    /// <summary>a0 * b0 + a1 * b1, a2 * b2 + a3 * b3 ...</summary>
    static abstract Vector128<int> AddProducts(Vector128<short> a, Vector128<short> b);
}
