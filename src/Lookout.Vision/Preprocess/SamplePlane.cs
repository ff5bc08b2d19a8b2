using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lookout.Vision.Preprocess;

/// <summary>One component of a picture wherever its samples lie: every <c>step</c> bytes of a row, rows <c>stride</c> bytes apart.</summary>
internal readonly ref struct SamplePlane
{
    private readonly ref byte _first;
    private readonly int _step, _stride, _width, _height;

    /// <exception cref="ArgumentException">The samples end before the last row's last one.</exception>
    public SamplePlane(ReadOnlySpan<byte> samples, int step, int stride, int width, int height)
    {
        if (samples.Length <= (height - 1L) * stride + (width - 1L) * step)
            throw new ArgumentException($"{samples.Length} bytes hold no {width}x{height} samples, {step} and {stride} apart.", nameof(samples));
        _first = ref MemoryMarshal.GetReference(samples);
        _step = step;
        _stride = stride;
        _width = width;
        _height = height;
    }

    /// <summary>Bytes from one sample to the next, of luma and of chroma.</summary>
    public static (int Luma, int Chroma) Steps(YuvLayout layout) => layout switch
    {
        YuvLayout.Yuyv => (2, 4),
        YuvLayout.Nv12 => (1, 2),
        _ => (1, 1),
    };

    public static SamplePlane Luma(scoped in YuvFrame frame) => new(frame.Y, Steps(frame.Layout).Luma, frame.StrideY, frame.Width, frame.Height);

    public static SamplePlane U(scoped in YuvFrame frame) =>
        frame.Layout == YuvLayout.Yuyv ? Chroma(frame, frame.Y[1..], frame.StrideY) : Chroma(frame, frame.U, frame.StrideU);

    public static SamplePlane V(scoped in YuvFrame frame) => frame.Layout switch
    {
        YuvLayout.Yuyv => Chroma(frame, frame.Y[3..], frame.StrideY),
        YuvLayout.Nv12 => Chroma(frame, frame.U[1..], frame.StrideU),
        _ => Chroma(frame, frame.V, frame.StrideV),
    };

    public int Height => _height;

    /// <summary>A row's bytes, from its first sample to its last.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)_height, nameof(y));
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref _first, (nint)y * _stride), (_width - 1) * _step + 1);
    }

    /// <summary>The value between the four samples around a place, sample centres being whole numbers; beyond the edges all samples are <paramref name="outside"/>.</summary>
    /// <param name="x">Any number at all.</param>
    /// <param name="y">Any number at all.</param>
    /// <param name="outside">0..255.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float At(float x, float y, float outside)
    {
        float left = MathF.Floor(x), top = MathF.Floor(y);
        int column = (int)left, row = (int)top;
        if ((uint)column >= (uint)(_width - 1) || (uint)row >= (uint)(_height - 1)) return Edge(x, y, outside);
        ref byte at = ref Unsafe.Add(ref _first, (nint)row * _stride + column * _step);
        ref byte below = ref Unsafe.Add(ref at, _stride);
        return Mix(Mix(at, Unsafe.Add(ref at, _step), x - left), Mix(below, Unsafe.Add(ref below, _step), x - left), y - top);
    }

    /// <summary>The same, but beyond the edges all samples are as the nearest one.</summary>
    public float Nearest(float x, float y) => At(Math.Clamp(x, 0, _width - 1), Math.Clamp(y, 0, _height - 1), 0);

    // Within a sample of the border, where only some of the four are samples; or outside.
    private float Edge(float x, float y, float outside)
    {
        // Not a number fails it as well.
        if (!(x > -1 && y > -1 && x < _width && y < _height)) return outside;
        int column = (int)MathF.Floor(x), row = (int)MathF.Floor(y);
        float upper = Mix(Tap(column, row, outside), Tap(column + 1, row, outside), x - column);
        float lower = Mix(Tap(column, row + 1, outside), Tap(column + 1, row + 1, outside), x - column);
        return Mix(upper, lower, y - row);
    }

    private float Tap(int column, int row, float outside) =>
        (uint)column < (uint)_width && (uint)row < (uint)_height ? Unsafe.Add(ref _first, (nint)row * _stride + column * _step) : outside;

    private static SamplePlane Chroma(scoped in YuvFrame frame, ReadOnlySpan<byte> samples, int stride) =>
        new(samples, Steps(frame.Layout).Chroma, stride, (frame.Width + 1) / 2, frame.Layout == YuvLayout.Yuyv ? frame.Height : (frame.Height + 1) / 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Mix(float a, float b, float part) => a + (b - a) * part;
}
