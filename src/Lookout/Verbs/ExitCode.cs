namespace Lookout.Verbs;

/// <summary>Exit codes: sysexits(3) where one fits. 0 is an orderly end, 1 that something asked about is not well.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int NotWell = 1;
    public const int Usage = 64;
    public const int Unavailable = 69;
    public const int Configuration = 78;
}
