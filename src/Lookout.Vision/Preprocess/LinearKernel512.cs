using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Lookout.Vision.Preprocess;

/// <summary><see cref="LinearKernel128{TProcessor}"/> for processors that shuffle 64 bytes at once (AVX-512 VBMI): 16 target samples at a time.</summary>
internal static class LinearKernel512
{
    // Bytes that a block has in each of the tables but the base, and in a row of the target.
    private const int Block = 64;

    /// <summary>Fills <paramref name="target"/> with the blocks of <see cref="LinearAxis.Block"/> samples from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public static void Fill(in LinearRows rows, in Colours colours, int start, int end, in ColourRows target)
    {
        if (rows.Y.IsOne) Fill(rows, colours, start, end, target, isOneRow: true);
        else Fill(rows, colours, start, end, target, isOneRow: false);
    }

    // Inlined, so that what is constant falls away.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill(in LinearRows rows, in Colours colours, int start, int end, in ColourRows target, bool isOneRow)
    {
        var lumaTable = new Table(rows.Y);
        var chromaTable = new Table(rows.U);
        ref byte y0 = ref rows.Y.First, y1 = ref rows.Y.Second, u0 = ref rows.U.First, u1 = ref rows.U.Second, v0 = ref rows.V.First, v1 = ref rows.V.Second;
        ref byte red = ref Bytes(target.Red), green = ref Bytes(target.Green), blue = ref Bytes(target.Blue);
        Vector512<ushort> lumaFirst = Vector512.Create(rows.Y.FirstPart), lumaSecond = Vector512.Create(rows.Y.SecondPart);
        Vector512<ushort> chromaFirst = Vector512.Create(rows.U.FirstPart), chromaSecond = Vector512.Create(rows.U.SecondPart);
        Vector512<float> redY = Vector512.Create(colours.Red.Y), redV = Vector512.Create(colours.Red.V), redOffset = Vector512.Create(colours.Red.Offset);
        Vector512<float> greenY = Vector512.Create(colours.Green.Y), greenU = Vector512.Create(colours.Green.U), greenV = Vector512.Create(colours.Green.V);
        Vector512<float> blueY = Vector512.Create(colours.Blue.Y), blueU = Vector512.Create(colours.Blue.U), blueOffset = Vector512.Create(colours.Blue.Offset);
        Vector512<float> greenOffset = Vector512.Create(colours.Green.Offset);
        Vector512<float> redLow = Vector512.Create(colours.Red.Low), greenLow = Vector512.Create(colours.Green.Low), blueLow = Vector512.Create(colours.Blue.Low);
        Vector512<float> redHigh = Vector512.Create(colours.Red.High), greenHigh = Vector512.Create(colours.Green.High), blueHigh = Vector512.Create(colours.Blue.High);

        nint k = start;
        for (nuint from = (nuint)(k * Block), to = 0; k < end; k++, from += Block, to += Block)
        {
            nint at = Unsafe.Add(ref lumaTable.Base, k);
            Vector512<byte> mask = Vector512.LoadUnsafe(ref lumaTable.Masks, from);
            Vector512<ushort> luma = Pairs(ref Unsafe.Add(ref y0, at), mask);
            luma = isOneRow
                ? luma >>> 1
                : Avx512BW.MultiplyHigh(luma, lumaFirst) + Avx512BW.MultiplyHigh(Pairs(ref Unsafe.Add(ref y1, at), mask), lumaSecond);
            Vector512<float> y = Sum(luma, Vector512.LoadUnsafe(ref lumaTable.Weights, from));

            at = Unsafe.Add(ref chromaTable.Base, k);
            mask = Vector512.LoadUnsafe(ref chromaTable.Masks, from);
            Vector512<byte> weights = Vector512.LoadUnsafe(ref chromaTable.Weights, from);
            Vector512<float> u = Sum(
                Avx512BW.MultiplyHigh(Pairs(ref Unsafe.Add(ref u0, at), mask), chromaFirst)
                    + Avx512BW.MultiplyHigh(Pairs(ref Unsafe.Add(ref u1, at), mask), chromaSecond),
                weights);
            Vector512<float> v = Sum(
                Avx512BW.MultiplyHigh(Pairs(ref Unsafe.Add(ref v0, at), mask), chromaFirst)
                    + Avx512BW.MultiplyHigh(Pairs(ref Unsafe.Add(ref v1, at), mask), chromaSecond),
                weights);

            Clip(Add(v, redV, Add(y, redY, redOffset)), redLow, redHigh).AsByte().StoreUnsafe(ref red, to);
            Clip(Add(v, greenV, Add(u, greenU, Add(y, greenY, greenOffset))), greenLow, greenHigh).AsByte().StoreUnsafe(ref green, to);
            Clip(Add(u, blueU, Add(y, blueY, blueOffset)), blueLow, blueHigh).AsByte().StoreUnsafe(ref blue, to);
        }
    }

    // For each target sample a pair of source samples, each 257 times itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Pairs(ref byte row, Vector512<byte> mask) => Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref row), mask).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sum(Vector512<ushort> pairs, Vector512<byte> weights) =>
        Vector512.ConvertToSingle(Avx512BW.MultiplyAddAdjacent(pairs.AsInt16(), weights.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Clip(Vector512<float> value, Vector512<float> low, Vector512<float> high) =>
        Vector512.MinNative(Vector512.MaxNative(value, low), high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Add(Vector512<float> a, Vector512<float> b, Vector512<float> sum) => Vector512.MultiplyAddEstimate(a, b, sum);

    private static ref byte Bytes(Span<float> row) => ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(row));

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref struct Table(in LinearRow row)
    {
        public readonly ref int Base = ref row.Base;
        public readonly ref byte Masks = ref row.Masks;
        public readonly ref byte Weights = ref row.Weights;
    }
}
