namespace Lookout.Native.Posix;

/// <summary>The signals Lookout sends (signal(7); the numbers are those of every architecture it runs on).</summary>
public enum Signal
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
