namespace Lookout.Vision.Preprocess;

/// <summary>A part of a picture in whole pixels, beginning at an even column and row (<see cref="YuvFrame.Part"/>).</summary>
internal readonly record struct PixelRegion(int X, int Y, int Width, int Height)
{
    /// <summary>The square around a box, as much of it as lies in the picture.</summary>
    /// <param name="box">0..1 of the picture; any numbers at all.</param>
    /// <param name="room">Side of the square over the longer side of the box.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    public static PixelRegion Square(in BoundingBox box, float room, int width, int height)
    {
        float half = Math.Max(box.Width * width, box.Height * height) * room / 2;
        (int x, int across) = Cut((box.X + box.Width / 2) * width, half, width);
        (int y, int down) = Cut((box.Y + box.Height / 2) * height, half, height);
        return new PixelRegion(x, y, across, down);
    }

    /// <summary>A box, as much of it as lies in the picture.</summary>
    /// <param name="box">0..1 of the picture; any numbers at all.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    public static PixelRegion Of(in BoundingBox box, int width, int height)
    {
        (int x, int across) = Cut((box.X + box.Width / 2) * width, box.Width * width / 2, width);
        (int y, int down) = Cut((box.Y + box.Height / 2) * height, box.Height * height / 2, height);
        return new PixelRegion(x, y, across, down);
    }

    private static (int First, int Count) Cut(float centre, float half, int length)
    {
        float low = centre - half, high = centre + half;
        // Not a number becomes the whole of it.
        int first = low > 0 ? (int)Math.Min(low, length - 1) & ~1 : 0;
        int end = high < length ? Math.Max((int)high, first + 1) : length;
        return (first, end - first);
    }
}
