namespace Lookout.Vision.Embedding;

/// <summary>One plane of a picture: <paramref name="width"/> x <paramref name="height"/> bytes, <paramref name="step"/> apart in rows <paramref name="stride"/> apart.</summary>
internal readonly ref struct Plane(ReadOnlySpan<byte> samples, int stride, int step, int width, int height)
{
    private readonly ReadOnlySpan<byte> _samples = samples;

    /// <summary>Between the four samples around a point, the first one at 0; the plane's edge goes on for ever.</summary>
    public float At(float x, float y)
    {
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        int column = (int)x, row = (int)y;
        float right = x - column, lower = y - row;
        int at = row * stride + column * step;
        int across = column + 1 < width ? step : 0, down = row + 1 < height ? stride : 0;
        float above = _samples[at] + right * (_samples[at + across] - _samples[at]);
        float below = _samples[at + down] + right * (_samples[at + down + across] - _samples[at + down]);
        return above + lower * (below - above);
    }
}
