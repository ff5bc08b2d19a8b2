using System.Globalization;

namespace Lookout.Migrate.Plan;

/// <summary>Size and rate a person wants of a camera. Null means: the device's choice.</summary>
/// <param name="Width">In pixels, before it is turned; with a height only.</param>
/// <param name="Height">In pixels, before it is turned; with a width only.</param>
/// <param name="Fps">Pictures a second.</param>
internal sealed record CaptureMode(int? Width, int? Height, int? Fps)
{
    public static readonly CaptureMode Any = new(null, null, null);

    /// <summary>Reads what was given on the command line, within the limits that lookout.yml has. False with a problem that names the option.</summary>
    public static bool TryParse(string? size, string? fps, out CaptureMode mode, out string problem)
    {
        mode = Any;
        problem = "";
        if (size is not null)
        {
            if (size.Split('x') is not [string across, string down] || !TryNumber(across, 16, 7680, out int width) || !TryNumber(down, 16, 4320, out int height))
                problem = $"--size {size}: expected WIDTHxHEIGHT, as in 1280x720";
            else mode = mode with { Width = width, Height = height };
        }
        if (fps is not null)
        {
            if (!TryNumber(fps, 1, 240, out int rate)) problem = $"--fps {fps}: expected 1 to 240";
            else mode = mode with { Fps = rate };
        }
        return problem.Length == 0;
    }

    /// <summary>The source of a device in this mode, as lookout.yml has it.</summary>
    public string SourceOf(string device)
    {
        var wishes = new List<string>();
        if (Width is not null) wishes.Add($"width={Width}&height={Height}");
        if (Fps is not null) wishes.Add($"fps={Fps}");
        return wishes.Count == 0 ? $"v4l2://{device}" : $"v4l2://{device}?{string.Join('&', wishes)}";
    }

    public override string ToString() => $"{(Width is null ? "" : $", {Width}x{Height}")}{(Fps is null ? "" : $", {Fps} fps")}";

    private static bool TryNumber(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
