namespace Lookout.Logging;

/// <summary>A worker's standard error: a pipe that the supervisor never stops reading, so writing to it does not wait.</summary>
internal static class StandardError
{
    private static readonly Stream Stream = Console.OpenStandardError();

    /// <summary>Writes one line in one write, so that lines of several threads do not mix (pipe(7): atomic up to 4 KiB).</summary>
    public static void Write(ReadOnlySpan<byte> line)
    {
        try
        {
            Stream.Write([.. line, (byte)'\n']);
        }
        catch (IOException)
        {
            // The supervisor is gone, and the worker is about to follow it.
        }
    }
}
