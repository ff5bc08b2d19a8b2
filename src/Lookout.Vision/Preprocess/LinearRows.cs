namespace Lookout.Vision.Preprocess;

/// <summary>The rows of the three planes that make one target row.</summary>
internal readonly ref struct LinearRows(LinearRow y, LinearRow u, LinearRow v)
{
    public readonly LinearRow Y = y, U = u, V = v;

    /// <summary>Whether 16 bytes of each row are enough for 4 target samples.</summary>
    public bool HaveOneWindow => (Y.Windows | U.Windows | V.Windows) == 1;
}
