using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// The horizontal axis of the bilinear resize as tables for byte shuffles: which bytes of a row become the pairs of samples that four target samples
/// lie between. The four need few source bytes, so they are taken from one register of them, or a few where the picture shrinks a lot; no gathers.
/// </summary>
internal sealed class LinearAxis
{
    /// <summary>Bits of fraction of <see cref="Weights"/>.</summary>
    public const int FractionBits = 14;

    /// <summary>Target samples are padded to a multiple of it; those past the end repeat the last.</summary>
    public const int Block = 16;

    /// <summary>A shuffle index that gives 0.</summary>
    private const byte Nothing = 0x80;

    private const int Group = 4, Window = 16, WideWindow = 64;

    // Of a row, from its first sample to its last.
    private int _rowBytes;
    private int[] _base = [], _wideBase = [];
    private byte[] _masks = [], _wideMasks = [];
    private short[] _weights = [];

    /// <summary>Target samples in the tables.</summary>
    public int Padded { get; private set; }

    /// <summary>Registers of 16 bytes that four target samples need of a row.</summary>
    public int Windows { get; private set; }

    /// <summary>Bytes of <see cref="Masks"/> for one window.</summary>
    public int WindowBytes => Padded / Group * Window;

    /// <summary>Bytes that are read of a row which is shorter than that: it is copied to where there are as many. 0 when it is not.</summary>
    public int CopyBytes { get; private set; }

    /// <summary>Whether 16 target samples need no more than 64 bytes, and the processor can shuffle those.</summary>
    public bool HasWide { get; private set; }

    /// <summary>Offset of the first window of each four target samples.</summary>
    public ReadOnlySpan<int> Base => _base.AsSpan(0, Padded / Group);

    /// <summary>For each window, for each four target samples, 16 indices: four pairs of samples, each in both halves of a 16-bit number.</summary>
    public ReadOnlySpan<byte> Masks => _masks.AsSpan(0, Windows * WindowBytes);

    /// <summary>A pair for each target sample; the two add up to 1 exactly.</summary>
    public ReadOnlySpan<short> Weights => _weights.AsSpan(0, 2 * Padded);

    /// <summary>As <see cref="Base"/>, for 16 target samples and one window of 64 bytes.</summary>
    public ReadOnlySpan<int> WideBase => _wideBase.AsSpan(0, Padded / Block);

    /// <summary>For each 16 target samples 64 indices.</summary>
    public ReadOnlySpan<byte> WideMasks => _wideMasks.AsSpan(0, Padded / Block * WideWindow);

    /// <summary>Makes the tables; allocates only when they are larger than any before.</summary>
    /// <param name="length">Source samples.</param>
    /// <param name="extent">How many of them the picture covers.</param>
    /// <param name="target">Target samples, at least 1.</param>
    /// <param name="step">Bytes from one source sample to the next.</param>
    /// <param name="isMirrored">The last target sample is the first source sample.</param>
    public void Make(int length, double extent, int target, int step, bool isMirrored)
    {
        var taps = new Taps(length, extent / target, target, step, isMirrored);
        _rowBytes = (length - 1) * step + 1;
        Padded = (target + Block - 1) / Block * Block;
        Grow(ref _base, Padded / Group);
        Grow(ref _weights, 2 * Padded);
        int most = 0;
        for (int k = 0; k < Padded; k += Group) most = Math.Max(most, taps.Span(k, Group).Length);
        Windows = (most + Window - 1) / Window;
        CopyBytes = _rowBytes < Windows * Window ? Windows * Window : 0;
        Grow(ref _masks, Windows * WindowBytes);
        _masks.AsSpan(0, Windows * WindowBytes).Fill(Nothing);
        for (int k = 0; k < Padded; k++) PutMask(taps, k);
        MakeWide(taps);
    }

    private void PutMask(in Taps taps, int k)
    {
        int group = k / Group;
        if (k % Group == 0) _base[group] = Math.Min(taps.Span(k, Group).Low, Math.Max(0, _rowBytes - Windows * Window));
        LinearTap tap = taps[k];
        _weights[2 * k + 1] = (short)Math.Round(tap.Part * (1 << FractionBits));
        _weights[2 * k] = (short)((1 << FractionBits) - _weights[2 * k + 1]);
        Put(taps.Offset(tap.First) - _base[group], 0);
        Put(taps.Offset(tap.Second) - _base[group], 2);

        void Put(int offset, int place)
        {
            int at = (offset / Window * (Padded / Group) + group) * Window + k % Group * 4 + place;
            _masks[at] = _masks[at + 1] = (byte)(offset % Window);
        }
    }

    private void MakeWide(in Taps taps)
    {
        HasWide = Avx512Vbmi.IsSupported && Vector512.IsHardwareAccelerated;
        if (!HasWide) return;
        Grow(ref _wideBase, Padded / Block);
        Grow(ref _wideMasks, Padded / Block * WideWindow);
        HasWide = _rowBytes >= WideWindow;
        for (int k = 0; HasWide && k < Padded; k += Block) HasWide = taps.Span(k, Block).Length <= WideWindow;
        if (!HasWide) return;

        for (int k = 0; k < Padded; k++)
        {
            int block = k / Block;
            if (k % Block == 0) _wideBase[block] = Math.Min(taps.Span(k, Block).Low, _rowBytes - WideWindow);
            LinearTap tap = taps[k];
            int at = block * WideWindow + k % Block * 4;
            _wideMasks[at] = _wideMasks[at + 1] = (byte)(taps.Offset(tap.First) - _wideBase[block]);
            _wideMasks[at + 2] = _wideMasks[at + 3] = (byte)(taps.Offset(tap.Second) - _wideBase[block]);
        }
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length) array = new T[length];
    }

    private readonly struct Taps(int length, double ratio, int target, int step, bool isMirrored)
    {
        public LinearTap this[int k]
        {
            get
            {
                int place = Math.Min(k, target - 1);
                return LinearTap.At(isMirrored ? target - 1 - place : place, ratio, length);
            }
        }

        public int Offset(int sample) => sample * step;

        // All the bytes of some neighbouring target samples; their order is one way or the other.
        public (int Low, int Length) Span(int k, int count)
        {
            LinearTap one = this[k], other = this[k + count - 1];
            int low = Math.Min(one.First, other.First), high = Math.Max(one.Second, other.Second);
            return (low * step, (high - low) * step + 1);
        }
    }
}
