using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Lookout.Vision.Preprocess;

/// <summary>
/// Rows of a picture by <see cref="Resize.Bilinear"/>: from the planes to the three colours without anything in between in memory. Not thread safe.
/// </summary>
internal sealed class LinearResize(TensorFormat format)
{
    private readonly Colours _colours = new(format, LinearRow.Unit);

    // Rows too short for a kernel's registers, two of each plane.
    private byte[] _copies = [];

    // What is over of a row when it is cut into blocks.
    private readonly float[] _rest = new float[3 * LinearAxis.Block];

    /// <summary>Row <paramref name="k"/> in the tensor's scale.</summary>
    public void Read(in YuvFrame frame, LetterboxPlan plan, int k, in ColourRows target)
    {
        int lumaBytes = 2 * plan.LumaColumns.CopyBytes, chromaBytes = 2 * plan.ChromaColumns.CopyBytes;
        if (_copies.Length < lumaBytes + 2 * chromaBytes) _copies = new byte[lumaBytes + 2 * chromaBytes];
        SamplePlane y = SamplePlane.Luma(frame), u = SamplePlane.U(frame), v = SamplePlane.V(frame);
        LinearTap luma = plan.LumaRow(k), chroma = plan.ChromaRow(k);
        bool isWide = plan.HasWideColumns;
        var rows = new LinearRows(
            new LinearRow(y, plan.LumaColumns, isWide, luma, _copies.AsSpan(0, lumaBytes)),
            new LinearRow(u, plan.ChromaColumns, isWide, chroma, _copies.AsSpan(lumaBytes, chromaBytes)),
            new LinearRow(v, plan.ChromaColumns, isWide, chroma, _copies.AsSpan(lumaBytes + chromaBytes, chromaBytes)));

        int blocks = target.Length / LinearAxis.Block, whole = blocks * LinearAxis.Block;
        Fill(rows, isWide, 0, blocks, target[..whole]);
        if (whole == target.Length) return;
        var rest = new ColourRows(_rest.AsSpan(0, LinearAxis.Block), _rest.AsSpan(LinearAxis.Block, LinearAxis.Block), _rest.AsSpan(2 * LinearAxis.Block));
        Fill(rows, isWide, blocks, blocks + 1, rest);
        rest[..(target.Length - whole)].CopyTo(target[whole..]);
    }

    // Asked here, once a row: NativeAOT asks the processor each time it comes by.
    private void Fill(in LinearRows rows, bool isWide, int start, int end, in ColourRows target)
    {
        if (isWide) LinearKernel512.Fill(rows, _colours, start, end, target);
        else if (Avx2.IsSupported) LinearKernel256.Fill(rows, _colours, start, end, target);
        else if (Ssse3.IsSupported) LinearKernel128<X86Processor>.Fill(rows, _colours, start, end, target);
        else if (AdvSimd.Arm64.IsSupported) LinearKernel128<ArmProcessor>.Fill(rows, _colours, start, end, target);
        else LinearKernel128<AnyProcessor>.Fill(rows, _colours, start, end, target);
    }
}
