using System.Diagnostics;
using Lookout.CameraServer.Analysis;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Tests;

/// <summary>Frames of a real clip, one after the other, decoded by ffmpeg and filtered as asked: what a camera would offer.</summary>
internal sealed class ClipFrames : IDisposable
{
    private readonly Process _ffmpeg;
    private readonly Task<string> _complaints;
    private readonly byte[] _pixels;
    private readonly Picture _picture = new();
    private readonly VideoFormat _format;
    private readonly int _fps;
    private ulong _sequence;

    /// <param name="clip">Its path.</param>
    /// <param name="fps">Frames a second that are taken of it.</param>
    /// <param name="width">Of the frames, after the filter.</param>
    /// <param name="height">Of the frames, after the filter.</param>
    /// <param name="filter">ffmpeg's words for what is done to them; at this rate and scaled when empty.</param>
    public ClipFrames(string clip, int fps, int width = 1280, int height = 720, string filter = "")
    {
        Gst.Init();
        _fps = fps;
        _format = VideoFormat.I420(width, height, fps);
        _pixels = new byte[_format.I420Size];
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true, RedirectStandardError = true };
        string chain = filter.Length == 0 ? $"fps={fps},scale={width}:{height}" : filter;
        foreach (string argument in (string[])["-nostdin", "-loglevel", "error", "-i", clip, "-vf", chain, "-pix_fmt", "yuv420p", "-f", "rawvideo", "-"])
            start.ArgumentList.Add(argument);
        _ffmpeg = Process.Start(start)!;
        _complaints = _ffmpeg.StandardError.ReadToEndAsync();
    }

    /// <summary>The next frame, valid until the one after it; null at the end of the clip.</summary>
    public Picture? Next()
    {
        int got = _ffmpeg.StandardOutput.BaseStream.ReadAtLeast(_pixels, _pixels.Length, throwOnEndOfStream: false);
        if (got < _pixels.Length)
        {
            Assert.True(_sequence > 0, _complaints.GetAwaiter().GetResult());
            return null;
        }
        return Again();
    }

    /// <summary>The same pixels once more, as the next frame.</summary>
    public Picture Again()
    {
        using MediaBuffer buffer = MediaBuffer.Allocate(_format.I420Size);
        using (MappedBuffer map = buffer.MapWrite()) _pixels.CopyTo(map.Data);
        _sequence++;
        _picture.Fill(buffer, _format, (long)_sequence * 1_000_000_000 / _fps, _sequence);
        return _picture;
    }

    public void Dispose()
    {
        if (!_ffmpeg.HasExited) _ffmpeg.Kill();
        _ffmpeg.WaitForExit();
        _complaints.GetAwaiter().GetResult();
        _ffmpeg.Dispose();
    }
}
