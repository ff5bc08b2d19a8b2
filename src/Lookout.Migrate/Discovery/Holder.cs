namespace Lookout.Migrate.Discovery;

/// <summary>A process that has a camera or the old socket open.</summary>
/// <param name="Process">Its id.</param>
/// <param name="Name">Its command name.</param>
/// <param name="What">The device or the socket's path.</param>
/// <param name="Owner">Whose it is.</param>
internal sealed record Holder(int Process, string Name, string What, CgroupOwner Owner)
{
    public override string ToString() => $"process {Process} ({Name}, {Owner}) has {What}";
}
