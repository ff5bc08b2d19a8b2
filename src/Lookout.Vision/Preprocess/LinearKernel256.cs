using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Lookout.Vision.Preprocess;

/// <summary><see cref="LinearKernel128{TProcessor}"/> for AVX2: two groups of four target samples at a time, one in each half of a register.</summary>
internal static class LinearKernel256
{
    // Bytes that eight samples have in each of the tables but the base, and in a row of the target.
    private const int Groups = 32;

    /// <summary>Fills <paramref name="target"/> with the blocks of <see cref="LinearAxis.Block"/> samples from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public static void Fill(in LinearRows rows, in Colours colours, int start, int end, in ColourRows target)
    {
        if (!rows.HaveOneWindow) Fill(rows, colours, start, end, target, isOneWindow: false, isOneRow: false);
        else if (rows.Y.IsOne) Fill(rows, colours, start, end, target, isOneWindow: true, isOneRow: true);
        else Fill(rows, colours, start, end, target, isOneWindow: true, isOneRow: false);
    }

    // Inlined, so that what is constant falls away.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill(in LinearRows rows, in Colours colours, int start, int end, in ColourRows target, bool isOneWindow, bool isOneRow)
    {
        var lumaTable = new Table(rows.Y);
        var chromaTable = new Table(rows.U);
        ref byte y0 = ref rows.Y.First, y1 = ref rows.Y.Second, u0 = ref rows.U.First, u1 = ref rows.U.Second, v0 = ref rows.V.First, v1 = ref rows.V.Second;
        ref byte red = ref Bytes(target.Red), green = ref Bytes(target.Green), blue = ref Bytes(target.Blue);
        Vector256<ushort> lumaFirst = Vector256.Create(rows.Y.FirstPart), lumaSecond = Vector256.Create(rows.Y.SecondPart);
        Vector256<ushort> chromaFirst = Vector256.Create(rows.U.FirstPart), chromaSecond = Vector256.Create(rows.U.SecondPart);
        Vector256<float> redY = Vector256.Create(colours.Red.Y), redV = Vector256.Create(colours.Red.V), redOffset = Vector256.Create(colours.Red.Offset);
        Vector256<float> greenY = Vector256.Create(colours.Green.Y), greenU = Vector256.Create(colours.Green.U), greenV = Vector256.Create(colours.Green.V);
        Vector256<float> blueY = Vector256.Create(colours.Blue.Y), blueU = Vector256.Create(colours.Blue.U), blueOffset = Vector256.Create(colours.Blue.Offset);
        Vector256<float> greenOffset = Vector256.Create(colours.Green.Offset);
        Vector256<float> redLow = Vector256.Create(colours.Red.Low), greenLow = Vector256.Create(colours.Green.Low), blueLow = Vector256.Create(colours.Blue.Low);
        Vector256<float> redHigh = Vector256.Create(colours.Red.High), greenHigh = Vector256.Create(colours.Green.High), blueHigh = Vector256.Create(colours.Blue.High);

        nint k = start * (LinearAxis.Block / 4), last = end * (LinearAxis.Block / 4);
        for (nuint from = (nuint)(k * (Groups / 2)), to = 0; k < last; k += 2, from += Groups, to += Groups)
        {
            nint low = Unsafe.Add(ref lumaTable.Base, k), high = Unsafe.Add(ref lumaTable.Base, k + 1);
            Vector256<byte> mask = Vector256.LoadUnsafe(ref lumaTable.Masks, from);
            Vector256<ushort> luma = Pairs(ref y0, low, high, mask, lumaTable, from, isOneWindow);
            luma = isOneRow
                ? luma >>> 1
                : Avx2.MultiplyHigh(luma, lumaFirst) + Avx2.MultiplyHigh(Pairs(ref y1, low, high, mask, lumaTable, from, isOneWindow), lumaSecond);
            Vector256<float> y = Sum(luma, Vector256.LoadUnsafe(ref lumaTable.Weights, from));

            low = Unsafe.Add(ref chromaTable.Base, k);
            high = Unsafe.Add(ref chromaTable.Base, k + 1);
            mask = Vector256.LoadUnsafe(ref chromaTable.Masks, from);
            Vector256<byte> weights = Vector256.LoadUnsafe(ref chromaTable.Weights, from);
            Vector256<float> u = Sum(
                Avx2.MultiplyHigh(Pairs(ref u0, low, high, mask, chromaTable, from, isOneWindow), chromaFirst)
                    + Avx2.MultiplyHigh(Pairs(ref u1, low, high, mask, chromaTable, from, isOneWindow), chromaSecond),
                weights);
            Vector256<float> v = Sum(
                Avx2.MultiplyHigh(Pairs(ref v0, low, high, mask, chromaTable, from, isOneWindow), chromaFirst)
                    + Avx2.MultiplyHigh(Pairs(ref v1, low, high, mask, chromaTable, from, isOneWindow), chromaSecond),
                weights);

            Clip(Add(v, redV, Add(y, redY, redOffset)), redLow, redHigh).AsByte().StoreUnsafe(ref red, to);
            Clip(Add(v, greenV, Add(u, greenU, Add(y, greenY, greenOffset))), greenLow, greenHigh).AsByte().StoreUnsafe(ref green, to);
            Clip(Add(u, blueU, Add(y, blueY, blueOffset)), blueLow, blueHigh).AsByte().StoreUnsafe(ref blue, to);
        }
    }

    // For each target sample a pair of source samples, each 257 times itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Pairs(ref byte row, nint low, nint high, Vector256<byte> mask, in Table table, nuint from, bool isOneWindow)
    {
        Vector256<byte> pairs = Avx2.Shuffle(Window(ref row, low, high), mask);
        if (isOneWindow) return pairs.AsUInt16();
        for (nuint w = 1; w < table.Windows; w++)
        {
            Vector256<byte> window = Window(ref row, low + 16 * (nint)w, high + 16 * (nint)w);
            pairs |= Avx2.Shuffle(window, Vector256.LoadUnsafe(ref table.Masks, from + w * table.WindowBytes));
        }
        return pairs.AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Window(ref byte row, nint low, nint high) =>
        Vector256.Create(Vector128.LoadUnsafe(ref Unsafe.Add(ref row, low)), Vector128.LoadUnsafe(ref Unsafe.Add(ref row, high)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sum(Vector256<ushort> pairs, Vector256<byte> weights) =>
        Vector256.ConvertToSingle(Avx2.MultiplyAddAdjacent(pairs.AsInt16(), weights.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clip(Vector256<float> value, Vector256<float> low, Vector256<float> high) =>
        Vector256.MinNative(Vector256.MaxNative(value, low), high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(Vector256<float> a, Vector256<float> b, Vector256<float> sum) => Vector256.MultiplyAddEstimate(a, b, sum);

    private static ref byte Bytes(Span<float> row) => ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(row));

    [method: MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref struct Table(in LinearRow row)
    {
        public readonly ref int Base = ref row.Base;
        public readonly ref byte Masks = ref row.Masks;
        public readonly ref byte Weights = ref row.Weights;
        public readonly nuint Windows = row.Windows, WindowBytes = row.WindowBytes;
    }
}
