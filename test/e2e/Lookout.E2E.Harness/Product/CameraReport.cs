namespace Lookout.E2E.Harness.Product;

/// <summary>One camera as GET /api/v1/cameras tells it.</summary>
public sealed record CameraReport(
    string Name, string Kind, string State, string Reason, int Width, int Height, double Fps, double? FrameAgeMs, long Restarts, int Viewers);
