using System.Diagnostics;
using Lookout.Link;
using Lookout.Vision;
using Lookout.Vision.Tracking;

namespace Lookout.CameraServer.Analysis;

/// <summary>Turns people's figures into likenesses, as far as there is time for them. Owns its embedder.</summary>
internal sealed class BodySampler : IDisposable
{
    private const int Batch = 4;

    // Pixels; less is too few to tell clothes by.
    private const float MinWidth = 24, MinHeight = 48;

    // Where the same person begins. Of OSNet's vectors by its authors' figures; of colours by the street clip (docs/design/vision.md).
    private const float ModelThreshold = 0.7f, ColoursThreshold = 0.92f;

    // For one frame; who found no time is first next time.
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(30);

    private readonly BodyEmbedder _embedder;
    private readonly float[] _embeddings;
    private readonly BoundingBox[] _batch = new BoundingBox[Batch];
    private readonly int[] _owners = new int[Batch];

    public BodySampler(BodyEmbedder embedder)
    {
        _embedder = embedder;
        _embeddings = new float[Batch * embedder.Length];
        Measure = new Measure(embedder.Model, Measure.Cosine, embedder.IsDescriptor ? ColoursThreshold : ModelThreshold);
    }

    /// <summary>How they are compared.</summary>
    public Measure Measure { get; }

    /// <summary>Looks at those who are due, the longest waiting first.</summary>
    /// <param name="frame">Is read, not kept.</param>
    /// <param name="tracks">Everybody on the frame.</param>
    /// <param name="boxes">Their boxes, 0..1 of the picture.</param>
    /// <param name="memory">Says who is due.</param>
    /// <param name="nowNs">When the frame was taken.</param>
    public List<Likeness> Take(in YuvFrame frame, ReadOnlySpan<Track> tracks, ReadOnlySpan<BoundingBox> boxes, TrackMemory memory, long nowNs)
    {
        var likenesses = new List<Likeness>();
        long started = Stopwatch.GetTimestamp();
        do
        {
            int count = 0;
            while (count < Batch && memory.LongestDue(tracks, static track => track.BodyDueNs, nowNs) is var next and >= 0)
            {
                memory[tracks[next]].RememberBody(nowNs);
                if (boxes[next].Width * frame.Width < MinWidth || boxes[next].Height * frame.Height < MinHeight) continue;
                (_batch[count], _owners[count]) = (boxes[next], next);
                count++;
            }
            if (count == 0) break;
            _embedder.Embed(frame, _batch.AsSpan(0, count), _embeddings);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<float> embedding = _embeddings.AsSpan(i * _embedder.Length, _embedder.Length);
                if (Embeddings.IsNothing(embedding)) continue;
                likenesses.Add(new Likeness(tracks[_owners[i]].Id, Visible(boxes, _owners[i]), 0, 0, Embeddings.ToBytes(embedding), null));
            }
        }
        while (likenesses.Count + Batch <= LinkProtocol.MaxLikenesses && Stopwatch.GetElapsedTime(started) < Budget);
        return likenesses;
    }

    public void Dispose() => _embedder.Dispose();

    /// <summary>How much of a person no other box covers, 0..1: the figure of who stands behind another is partly the other's.</summary>
    internal static float Visible(ReadOnlySpan<BoundingBox> boxes, int person)
    {
        BoundingBox own = boxes[person];
        float covered = 0;
        for (int i = 0; i < boxes.Length; i++)
        {
            if (i == person) continue;
            float width = Math.Min(own.Right, boxes[i].Right) - Math.Max(own.X, boxes[i].X);
            float height = Math.Min(own.Bottom, boxes[i].Bottom) - Math.Max(own.Y, boxes[i].Y);
            if (width > 0 && height > 0) covered = Math.Max(covered, width * height / own.Area);
        }
        return 1 - Math.Min(covered, 1);
    }
}
