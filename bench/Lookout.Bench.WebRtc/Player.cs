using System.Diagnostics;
using System.Globalization;
using Lookout.Link;

namespace Lookout.Bench.WebRtc;

/// <summary>
/// Stands where camera-server stands: plays the recording over the link by absolute time, answers requests for key frames with the
/// very next frame, and tells of each key frame on standard output. Stopwatch ticks are nanoseconds of CLOCK_MONOTONIC here.
/// </summary>
internal sealed class Player(IReadOnlyList<Rendition> renditions, TextWriter output) : ILinkCommands
{
    private const long SecondNs = 1_000_000_000;

    /// <summary>Plays until <paramref name="stop"/>.</summary>
    public void Play(LinkServer link, CancellationToken stop)
    {
        AccessUnitFile full = renditions[0].Recording;
        long start = Stopwatch.GetTimestamp();
        for (long index = 0; !stop.IsCancellationRequested; index++)
        {
            long due = start + index * SecondNs / full.Rate;
            WaitUntil(due);
            for (int rendition = 0; rendition < renditions.Count; rendition++) Publish(link, index, (byte)rendition, due);
            if (index % full.Rate == 0)
            {
                link.Publish(new CameraState(0, CameraStatus.Online, "", full.Width, full.Height, full.Rate, index, due, 0, 0)
                {
                    Renditions = [.. renditions.Select((rendition, number) => rendition.State((byte)number))],
                });
            }
        }
    }

    public void Want(int camera, byte rendition, bool on)
    {
        if (on && rendition < renditions.Count) renditions[rendition].AskForKeyFrame();
    }

    public void KeyFrame(int camera, byte rendition)
    {
        if (rendition < renditions.Count) renditions[rendition].AskForKeyFrame();
    }

    public void AnalyzeImage(ulong id, byte[] file, Action<ImageFaces> reply)
    {
        // Nobody enrols anybody here.
    }

    private void Publish(LinkServer link, long index, byte rendition, long due)
    {
        Span<byte> unit = renditions[rendition].Next(index, out bool key, out bool asked);
        long now = Stopwatch.GetTimestamp();
        Stamp.Write(unit, (uint)index, now);
        link.Publish(new AccessUnitHeader(0, rendition, key, (ulong)index + 1, due), unit);
        if (key) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"key {rendition} {now} {(asked ? "asked" : "regular")}"));
    }

    private static void WaitUntil(long due)
    {
        long left = due - Stopwatch.GetTimestamp();
        if (left > 0) Thread.Sleep((int)((left + 999_999) / 1_000_000));
    }
}
