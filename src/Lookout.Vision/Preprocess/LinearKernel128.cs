using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Lookout.Vision.Preprocess;

/// <summary>Four target samples at a time, on any processor.</summary>
internal static class LinearKernel128<TProcessor> where TProcessor : struct, IVectorProcessor
{
    // Bytes that four samples have in each of the tables but the base, and in a row of the target.
    private const int Group = 16;

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
        Vector128<ushort> lumaFirst = Vector128.Create(rows.Y.FirstPart), lumaSecond = Vector128.Create(rows.Y.SecondPart);
        Vector128<ushort> chromaFirst = Vector128.Create(rows.U.FirstPart), chromaSecond = Vector128.Create(rows.U.SecondPart);
        Vector128<float> redY = Vector128.Create(colours.Red.Y), redV = Vector128.Create(colours.Red.V), redOffset = Vector128.Create(colours.Red.Offset);
        Vector128<float> greenY = Vector128.Create(colours.Green.Y), greenU = Vector128.Create(colours.Green.U), greenV = Vector128.Create(colours.Green.V);
        Vector128<float> blueY = Vector128.Create(colours.Blue.Y), blueU = Vector128.Create(colours.Blue.U), blueOffset = Vector128.Create(colours.Blue.Offset);
        Vector128<float> greenOffset = Vector128.Create(colours.Green.Offset);
        Vector128<float> redLow = Vector128.Create(colours.Red.Low), greenLow = Vector128.Create(colours.Green.Low), blueLow = Vector128.Create(colours.Blue.Low);
        Vector128<float> redHigh = Vector128.Create(colours.Red.High), greenHigh = Vector128.Create(colours.Green.High), blueHigh = Vector128.Create(colours.Blue.High);

        nint k = start * (LinearAxis.Block / 4), last = end * (LinearAxis.Block / 4);
        for (nuint from = (nuint)(k * Group), to = 0; k < last; k++, from += Group, to += Group)
        {
            nint at = Unsafe.Add(ref lumaTable.Base, k);
            Vector128<byte> mask = Vector128.LoadUnsafe(ref lumaTable.Masks, from);
            Vector128<ushort> luma = Pairs(ref Unsafe.Add(ref y0, at), mask, lumaTable, from, isOneWindow);
            luma = isOneRow
                ? luma >>> 1
                : TProcessor.MultiplyHigh(luma, lumaFirst) + TProcessor.MultiplyHigh(Pairs(ref Unsafe.Add(ref y1, at), mask, lumaTable, from, isOneWindow), lumaSecond);
            Vector128<float> y = Sum(luma, Vector128.LoadUnsafe(ref lumaTable.Weights, from));

            at = Unsafe.Add(ref chromaTable.Base, k);
            mask = Vector128.LoadUnsafe(ref chromaTable.Masks, from);
            Vector128<byte> weights = Vector128.LoadUnsafe(ref chromaTable.Weights, from);
            Vector128<float> u = Sum(
                TProcessor.MultiplyHigh(Pairs(ref Unsafe.Add(ref u0, at), mask, chromaTable, from, isOneWindow), chromaFirst)
                    + TProcessor.MultiplyHigh(Pairs(ref Unsafe.Add(ref u1, at), mask, chromaTable, from, isOneWindow), chromaSecond),
                weights);
            Vector128<float> v = Sum(
                TProcessor.MultiplyHigh(Pairs(ref Unsafe.Add(ref v0, at), mask, chromaTable, from, isOneWindow), chromaFirst)
                    + TProcessor.MultiplyHigh(Pairs(ref Unsafe.Add(ref v1, at), mask, chromaTable, from, isOneWindow), chromaSecond),
                weights);

            Clip(y * redY + redOffset + v * redV, redLow, redHigh).AsByte().StoreUnsafe(ref red, to);
            Clip(y * greenY + greenOffset + u * greenU + v * greenV, greenLow, greenHigh).AsByte().StoreUnsafe(ref green, to);
            Clip(y * blueY + blueOffset + u * blueU, blueLow, blueHigh).AsByte().StoreUnsafe(ref blue, to);
        }
    }

    // For each target sample a pair of source samples, each 257 times itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Pairs(ref byte row, Vector128<byte> mask, in Table table, nuint from, bool isOneWindow)
    {
        Vector128<byte> pairs = TProcessor.Shuffle(Vector128.LoadUnsafe(ref row), mask);
        if (isOneWindow) return pairs.AsUInt16();
        for (nuint w = 1; w < table.Windows; w++)
            pairs |= TProcessor.Shuffle(Vector128.LoadUnsafe(ref row, 16 * w), Vector128.LoadUnsafe(ref table.Masks, from + w * table.WindowBytes));
        return pairs.AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sum(Vector128<ushort> pairs, Vector128<byte> weights) =>
        Vector128.ConvertToSingle(TProcessor.AddProducts(pairs.AsInt16(), weights.AsInt16()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Clip(Vector128<float> value, Vector128<float> low, Vector128<float> high) =>
        Vector128.MinNative(Vector128.MaxNative(value, low), high);

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
