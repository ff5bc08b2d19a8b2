using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Faces;

/// <summary>What one family of face detectors gives, as faces in the picture. Not thread safe; decoding allocates nothing.</summary>
internal interface IFaceDecoder
{
    /// <param name="tensors">What the model gave.</param>
    /// <param name="letterbox">Where the picture lies in the input.</param>
    /// <param name="faces">Receives the faces, best first.</param>
    /// <returns>How many were written; those that find no room are left out.</returns>
    int Decode(ITensors tensors, in Letterbox letterbox, Span<DetectedFace> faces);
}
