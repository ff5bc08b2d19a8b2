using Lookout.Vision.Embedding;
using Lookout.Vision.Tests.Parts;

namespace Lookout.Vision.Tests.Preprocess;

/// <summary>The definition of the warp in the plainest double precision: planes of red, green and blue, -1..1.</summary>
internal static class ReferenceWarp
{
    public static float[] Fill(Picture picture, Similarity map, int side)
    {
        var tensor = new float[3 * side * side];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                int rows = picture.Layout == YuvLayout.Yuyv ? 1 : 2;
                double luma = Mean(picture.LumaAt, picture.Width, picture.Height, 1, 1, 16) - 16;
                double u = Mean((x, y) => picture.ChromaAt(0, x, y), picture.ChromaWidth, picture.ChromaHeight, 2, rows, 128) - 128;
                double v = Mean((x, y) => picture.ChromaAt(1, x, y), picture.ChromaWidth, picture.ChromaHeight, 2, rows, 128) - 128;
                int at = row * side + column;
                tensor[at] = Normalise(1.164384 * luma + 1.596027 * v);
                tensor[at + side * side] = Normalise(1.164384 * luma - 0.391762 * u - 0.812968 * v);
                tensor[at + 2 * side * side] = Normalise(1.164384 * luma + 2.017232 * u);

                double Mean(Func<int, int, byte> sample, int width, int height, int halvingX, int halvingY, byte fill)
                {
                    int n = Math.Max(1, (int)Math.Ceiling(Math.Sqrt((double)map.A * map.A + (double)map.B * map.B) / Math.Min(halvingX, halvingY) / 1.5 - 1e-6));
                    double sum = 0;
                    for (int j = 0; j < n; j++)
                    {
                        for (int i = 0; i < n; i++)
                        {
                            double x = column + (i + 0.5) / n - 0.5, y = row + (j + 0.5) / n - 0.5;
                            // Centres of samples are whole numbers on both sides, and 0.5 of the luma is 0 of the chroma.
                            double sourceX = (map.A * x - map.B * y + map.X + 0.5) / halvingX - 0.5;
                            double sourceY = (map.B * x + map.A * y + map.Y + 0.5) / halvingY - 0.5;
                            sum += Bilinear(sample, width, height, sourceX, sourceY, fill);
                        }
                    }
                    return sum / (n * n);
                }
            }
        }
        return tensor;
    }

    private static double Bilinear(Func<int, int, byte> sample, int width, int height, double x, double y, byte fill)
    {
        double sum = 0;
        for (int row = (int)Math.Floor(y); row <= (int)Math.Floor(y) + 1; row++)
        {
            for (int column = (int)Math.Floor(x); column <= (int)Math.Floor(x) + 1; column++)
            {
                double tap = column >= 0 && row >= 0 && column < width && row < height ? sample(column, row) : fill;
                sum += tap * (1 - Math.Abs(x - column)) * (1 - Math.Abs(y - row));
            }
        }
        return sum;
    }

    private static float Normalise(double sample) => (float)(Math.Clamp(sample, 0, 255) / 127.5 - 1);
}
