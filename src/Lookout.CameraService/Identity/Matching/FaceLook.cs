using System.Runtime.InteropServices;
using Lookout.Link;

namespace Lookout.CameraService.Identity.Matching;

/// <summary>One look at a face, as camera-server measured it. Kept while its track is in the picture, for "that one is Jesper".</summary>
internal readonly record struct FaceLook(Likeness Likeness, string Model, long AtNs)
{
    public float Quality => Likeness.Quality;

    /// <summary>The link's byte order is this machine's.</summary>
    public ReadOnlySpan<float> Embedding => MemoryMarshal.Cast<byte, float>(Likeness.Embedding);
}
