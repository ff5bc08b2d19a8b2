using System.Diagnostics;

namespace Lookout.CameraServer.Tests.Stills;

/// <summary>Picture files, by ffmpeg's encoders.</summary>
internal static class StillFiles
{
    /// <summary>Four quarters of the given lumas: upper left, upper right, lower left, lower right.</summary>
    public static byte[] Quarters(int width, int height, byte[] lumas, string codec = "mjpeg")
    {
        var pixels = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++) pixels[y * width + x] = lumas[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)];
        }
        return Ffmpeg(["-f", "rawvideo", "-pix_fmt", "gray", "-s", $"{width}x{height}", "-i", "-", "-c:v", codec, "-q:v", "2", "-f", "image2pipe", "-"], pixels);
    }

    /// <summary>A file put through a filter of ffmpeg's and written anew.</summary>
    public static byte[] Filtered(string path, string filter, string codec = "mjpeg") =>
        Ffmpeg(["-i", path, "-vf", filter, "-frames:v", "1", "-c:v", codec, "-q:v", "2", "-f", "image2pipe", "-"], []);

    /// <summary>A part of a picture, scaled, as blue, green and red, rows without gaps.</summary>
    public static byte[] Bgr(string path, string filter) => Ffmpeg(["-i", path, "-vf", filter, "-frames:v", "1", "-pix_fmt", "bgr24", "-f", "rawvideo", "-"], []);

    /// <summary>The same picture with Exif's orientation in it, behind the start of the image.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation, bool little = false)
    {
        byte[] number = little ? [(byte)orientation, 0] : [0, (byte)orientation];
        byte[] tiff = little
            ? [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, .. number, 0, 0, 0, 0, 0, 0]
            : [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, .. number, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        int length = exif.Length + 2;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. exif, .. jpeg[2..]];
    }

    private static byte[] Ffmpeg(string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-loglevel", "error", .. arguments]) start.ArgumentList.Add(argument);
        using Process ffmpeg = Process.Start(start)!;
        Task<string> complaints = ffmpeg.StandardError.ReadToEndAsync();
        Task feeding = Task.Run(() =>
        {
            ffmpeg.StandardInput.BaseStream.Write(input);
            ffmpeg.StandardInput.Close();
        });
        using var output = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(output);
        ffmpeg.WaitForExit();
        feeding.GetAwaiter().GetResult();
        Assert.True(ffmpeg.ExitCode == 0, complaints.GetAwaiter().GetResult());
        return output.ToArray();
    }
}
