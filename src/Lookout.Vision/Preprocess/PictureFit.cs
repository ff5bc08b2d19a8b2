namespace Lookout.Vision.Preprocess;

/// <summary>How a picture gets into a rectangle of another shape.</summary>
internal enum PictureFit
{
    /// <summary>Undistorted and centred, with margins at two sides.</summary>
    Letterbox,

    /// <summary>Undistorted, with one margin at the right or below.</summary>
    TopLeft,

    /// <summary>Distorted, without margins.</summary>
    Stretch,
}
