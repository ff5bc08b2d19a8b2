namespace Lookout.Migrate.Machine;

/// <summary>A systemd manager: the system's, or that of one user.</summary>
/// <param name="User">The user's name; null for the system's.</param>
/// <param name="UserId">The user's id; 0 for the system's.</param>
/// <param name="GroupId">The user's first group.</param>
internal sealed record SystemdInstance(string? User, uint UserId, uint GroupId)
{
    public static readonly SystemdInstance System = new(null, 0, 0);

    public override string ToString() => User is null ? "system" : $"user {User}";
}
