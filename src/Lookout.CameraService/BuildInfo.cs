namespace Lookout.CameraService;

internal static class BuildInfo
{
    /// <summary>The product's version, without build metadata.</summary>
    public static string Version { get; } = typeof(BuildInfo).Assembly.GetName().Version!.ToString(3);
}
