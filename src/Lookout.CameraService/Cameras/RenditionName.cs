namespace Lookout.CameraService.Cameras;

/// <summary>What renditions are called in addresses, JSON and metrics, by their number on the link.</summary>
internal static class RenditionName
{
    public static readonly IReadOnlyList<string> All = ["full", "half", "quarter", "original"];
}
