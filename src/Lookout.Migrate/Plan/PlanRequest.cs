namespace Lookout.Migrate.Plan;

/// <summary>What the person asked for. It is part of the plan, so that 'apply' asks the same again.</summary>
internal sealed record PlanRequest
{
    public const string DefaultSocket = "/tmp/native_inference.sock";

    /// <summary>The compose file; null to look for it among the projects Docker knows.</summary>
    public string? ComposeFile { get; init; }

    /// <summary>The service that becomes Lookout; null when only one mounts the socket.</summary>
    public string? Service { get; init; }

    public required string Image { get; init; }

    public string Socket { get; init; } = DefaultSocket;

    /// <summary>Units to replace beside those that are found.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Cameras to give to Lookout; empty for those of the old units.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Clockwise; null to take over what is known of the old daemon.</summary>
    public int? Rotate { get; init; }

    /// <summary>What to ask the cameras for.</summary>
    public CaptureMode Mode { get; init; } = CaptureMode.Any;
}
