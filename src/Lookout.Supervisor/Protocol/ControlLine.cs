using System.Buffers.Text;
using System.Text;

namespace Lookout.Supervisor.Protocol;

/// <summary>
/// What a worker says on its standard output: <c>{"ready":true}</c> or <c>{"beat":N}</c>, a line each. There are two forms and
/// no others, so they are compared and not parsed as JSON at large.
/// </summary>
/// <param name="IsReady">Whether this is the ready line; otherwise it is a beat.</param>
/// <param name="Frames">Running total of frames or packets moved; zero in the ready line.</param>
public readonly record struct ControlLine(bool IsReady, long Frames)
{
    /// <summary>No control line is longer; the newline not counted.</summary>
    public const int MaxLength = 32;

    private static ReadOnlySpan<byte> ReadyText => "{\"ready\":true}"u8;

    private static ReadOnlySpan<byte> BeatStart => "{\"beat\":"u8;

    /// <summary>Reads a line without its newline. False for anything but the two forms.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ControlLine control)
    {
        control = new ControlLine(IsReady: true, 0);
        if (line.SequenceEqual(ReadyText)) return true;
        control = default;
        if (line.Length > MaxLength || !line.StartsWith(BeatStart) || line[^1] != '}') return false;
        ReadOnlySpan<byte> number = line[BeatStart.Length..^1];
        if (number.IsEmpty || number.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        if (!Utf8Parser.TryParse(number, out long frames, out int used) || used != number.Length) return false;
        control = new ControlLine(IsReady: false, frames);
        return true;
    }

    /// <summary>Writes the line and its newline; the destination has room for <see cref="MaxLength"/> + 1 bytes.</summary>
    public int Write(Span<byte> destination)
    {
        if (IsReady)
        {
            ReadyText.CopyTo(destination);
            destination[ReadyText.Length] = (byte)'\n';
            return ReadyText.Length + 1;
        }
        BeatStart.CopyTo(destination);
        Utf8Formatter.TryFormat(Frames, destination[BeatStart.Length..], out int digits);
        int length = BeatStart.Length + digits;
        "}\n"u8.CopyTo(destination[length..]);
        return length + 2;
    }

    public override string ToString()
    {
        Span<byte> line = stackalloc byte[MaxLength + 1];
        return Encoding.ASCII.GetString(line[..(Write(line) - 1)]);
    }
}
