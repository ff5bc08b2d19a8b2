namespace Lookout.Vision.Preprocess;

/// <summary>How far a picture must be turned clockwise to stand upright.</summary>
internal enum Rotation
{
    None,
    Quarter,
    Half,
    ThreeQuarters,
}
