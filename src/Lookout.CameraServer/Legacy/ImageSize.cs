namespace Lookout.CameraServer.Legacy;

/// <summary>The size of a picture as its sender announced it: anything at all. What was no whole number is -1.</summary>
internal readonly record struct ImageSize(int Width, int Height, int Channels)
{
    public static readonly ImageSize None = new(-1, -1, -1);

    /// <summary>Whether it is a picture that we take.</summary>
    public bool IsAcceptable =>
        Width is >= 1 and <= LegacyProtocol.MaxSide && Height is >= 1 and <= LegacyProtocol.MaxSide && Channels == LegacyProtocol.Channels;

    /// <summary>How many bytes follow. False: the numbers cannot be meant, so nobody knows where the next request begins.</summary>
    public bool TryGetLength(out int length)
    {
        length = 0;
        if (Width < 0 || Height < 0 || Channels < 0) return false;
        // Three factors below 2^31 do not fit 64 bits.
        Int128 product = (Int128)Width * Height * Channels;
        if (product > LegacyProtocol.MaxImageBytes) return false;
        length = (int)product;
        return true;
    }
}
