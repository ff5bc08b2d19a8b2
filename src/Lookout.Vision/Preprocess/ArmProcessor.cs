using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Lookout.Vision.Preprocess;

/// <summary>Needs what every 64-bit Arm has.</summary>
internal readonly struct ArmProcessor : IVectorProcessor
{
    public static Vector128<byte> Shuffle(Vector128<byte> bytes, Vector128<byte> indices) => AdvSimd.Arm64.VectorTableLookup(bytes, indices);

    public static Vector128<ushort> MultiplyHigh(Vector128<ushort> a, Vector128<ushort> b) => AdvSimd.Arm64.UnzipOdd(
        AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()).AsUInt16(), AdvSimd.MultiplyWideningUpper(a, b).AsUInt16());

    public static Vector128<int> AddProducts(Vector128<short> a, Vector128<short> b) => AdvSimd.Arm64.AddPairwise(
        AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b));
}
