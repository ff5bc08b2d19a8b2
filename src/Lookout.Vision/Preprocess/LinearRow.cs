using System.Runtime.InteropServices;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// One plane's part in a target row: the two source rows that it lies between, how much it takes of each, and the columns' tables. Only one source row is
/// read where the target row lies on it, as all of them do when a picture becomes a third or a fifth.
/// </summary>
internal readonly ref struct LinearRow
{
    /// <summary>
    /// What the kernels count in, in 0..255. A sample in both bytes of a 16-bit number is 257 times itself; the parts of the two rows add up to half a
    /// unit, so that the mean still fits 15 bits; the columns' weights are in 1/16384.
    /// </summary>
    public const float Unit = 1 / (257f / 2 * (1 << LinearAxis.FractionBits));

    private const int Whole = 1 << 15;

    public readonly ref byte First, Second;

    /// <summary>Of each row, in 1/65536; together a half.</summary>
    public readonly ushort FirstPart, SecondPart;

    /// <summary>The tables of <see cref="LinearAxis"/>, the wide ones if those were asked for.</summary>
    public readonly ref int Base;

    /// <inheritdoc cref="Base"/>
    public readonly ref byte Masks;

    /// <inheritdoc cref="Base"/>
    public readonly ref byte Weights;

    /// <summary>Registers of bytes for each group of target samples, and bytes from one's masks to the next's.</summary>
    public readonly nuint Windows, WindowBytes;

    /// <param name="plane">The samples.</param>
    /// <param name="columns">Tables for the plane's width.</param>
    /// <param name="isWide">Whether to use the wide ones.</param>
    /// <param name="tap">The two rows.</param>
    /// <param name="copies">Twice <see cref="LinearAxis.CopyBytes"/>, the plane's own until the row is done with.</param>
    public LinearRow(in SamplePlane plane, LinearAxis columns, bool isWide, in LinearTap tap, Span<byte> copies)
    {
        ReadOnlySpan<byte> first = plane.Row(tap.First), second = plane.Row(tap.Second);
        if (columns.CopyBytes > 0)
        {
            first = Copy(first, copies[..columns.CopyBytes]);
            second = Copy(second, copies.Slice(columns.CopyBytes, columns.CopyBytes));
        }
        First = ref MemoryMarshal.GetReference(first);
        Second = ref MemoryMarshal.GetReference(second);
        SecondPart = (ushort)Math.Round(tap.Part * Whole);
        FirstPart = (ushort)(Whole - SecondPart);
        Base = ref MemoryMarshal.GetReference(isWide ? columns.WideBase : columns.Base);
        Masks = ref MemoryMarshal.GetReference(isWide ? columns.WideMasks : columns.Masks);
        Weights = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(columns.Weights));
        Windows = (nuint)columns.Windows;
        WindowBytes = (nuint)columns.WindowBytes;
    }

    public bool IsOne => SecondPart == 0;

    private static ReadOnlySpan<byte> Copy(ReadOnlySpan<byte> row, Span<byte> copy)
    {
        row.CopyTo(copy);
        return copy;
    }
}
