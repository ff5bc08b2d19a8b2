using Lookout.Vision.Models;
using Lookout.Vision.Preprocess;

namespace Lookout.Vision.Objects;

/// <summary>What one family of object detectors gives, as objects in the picture. Not thread safe; decoding allocates nothing.</summary>
internal interface IObjectDecoder
{
    /// <param name="tensors">What the model gave.</param>
    /// <param name="letterbox">Where the picture lies in the input.</param>
    /// <param name="objects">Receives the objects, best first.</param>
    /// <param name="poses">Receives the pose of each, from a model that gives them; as long as <paramref name="objects"/>, or empty.</param>
    /// <returns>How many were written; those that find no room are left out.</returns>
    int Decode(ITensors tensors, in Letterbox letterbox, Span<DetectedObject> objects, Span<Pose> poses);
}
