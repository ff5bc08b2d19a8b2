using Lookout.Vision.Preprocess;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Preprocess;

/// <summary>The definition of the preprocessing in the plainest double precision: no tables, no passes, pixel by pixel.</summary>
internal static class ReferencePreprocessor
{
    public static float[] Fill(Picture picture, int width, int height, Resize resize = Resize.Area)
    {
        var tensor = new float[width * height * 3];
        Array.Fill(tensor, -1f);
        Letterbox box = Letterbox.Fit(picture.Width, picture.Height, width, height);
        double ratioX = (double)picture.Width / box.Width;
        double ratioY = (double)picture.Height / box.Height;
        for (int row = 0; row < box.Height; row++)
        {
            for (int column = 0; column < box.Width; column++)
            {
                double x = (column + 0.5) * ratioX;
                double y = (row + 0.5) * ratioY;
                double luma = At(picture.LumaAt, picture.Width, picture.Height, 1, 1);
                int rows = picture.Layout == YuvLayout.Yuyv ? 1 : 2;
                double u = At((cx, cy) => picture.ChromaAt(0, cx, cy), picture.ChromaWidth, picture.ChromaHeight, 2, rows);
                double v = At((cx, cy) => picture.ChromaAt(1, cx, cy), picture.ChromaWidth, picture.ChromaHeight, 2, rows);

                double At(Func<int, int, byte> sample, int planeWidth, int planeHeight, int halvingX, int halvingY) => resize == Resize.Area
                    ? Mean(sample, planeWidth, planeHeight, x / halvingX, y / halvingY, ratioX / halvingX, ratioY / halvingY)
                    : Bilinear(sample, planeWidth, planeHeight, x / halvingX - 0.5, y / halvingY - 0.5);

                int at = 3 * ((box.Y + row) * width + box.X + column);
                tensor[at] = Normalise(1.164384 * (luma - 16) + 1.596027 * (v - 128));
                tensor[at + 1] = Normalise(1.164384 * (luma - 16) - 0.391762 * (u - 128) - 0.812968 * (v - 128));
                tensor[at + 2] = Normalise(1.164384 * (luma - 16) + 2.017232 * (u - 128));
            }
        }
        return tensor;
    }

    // The mean over a box at least one sample wide and high; samples at the edge go on outside.
    private static double Mean(Func<int, int, byte> sample, int width, int height, double x, double y, double ratioX, double ratioY)
    {
        double w = Math.Max(1, ratioX), h = Math.Max(1, ratioY);
        double sum = 0, area = 0;
        for (int row = (int)Math.Floor(y - h / 2); row < y + h / 2; row++)
        {
            double coveredY = Math.Min(row + 1, y + h / 2) - Math.Max(row, y - h / 2);
            for (int column = (int)Math.Floor(x - w / 2); column < x + w / 2; column++)
            {
                double covered = coveredY * (Math.Min(column + 1, x + w / 2) - Math.Max(column, x - w / 2));
                sum += covered * sample(Math.Clamp(column, 0, width - 1), Math.Clamp(row, 0, height - 1));
                area += covered;
            }
        }
        return sum / area;
    }

    // Between the four samples around a place; the edge samples go on outside.
    private static double Bilinear(Func<int, int, byte> sample, int width, int height, double x, double y)
    {
        int column = (int)Math.Floor(x), row = (int)Math.Floor(y);
        double partX = x - column, partY = y - row;
        return (Sample(0, 0) * (1 - partX) + Sample(1, 0) * partX) * (1 - partY) + (Sample(0, 1) * (1 - partX) + Sample(1, 1) * partX) * partY;

        double Sample(int right, int down) => sample(Math.Clamp(column + right, 0, width - 1), Math.Clamp(row + down, 0, height - 1));
    }

    private static float Normalise(double sample) => (float)(Math.Clamp(sample, 0, 255) / 127.5 - 1);
}
