namespace Lookout.Migrate.Machine;

/// <summary>How long the migration waits for what.</summary>
internal sealed record Patience
{
    /// <summary>A question to systemctl or docker.</summary>
    public TimeSpan Query { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A command that stops or starts things. systemd itself gives a unit 90 s to stop.</summary>
    public TimeSpan Act { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>'docker compose up', which may have to make several containers on a slow box.</summary>
    public TimeSpan Up { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Until a camera is free or a unit is in the state it was sent to.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Until a started container says it is healthy (greenboot's window: reliability goal 51).</summary>
    public TimeSpan Ready { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>Between two looks.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(100);
}
