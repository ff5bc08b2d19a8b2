namespace Lookout.Migrate.Files;

internal enum PathKind
{
    Absent,
    File,
    Link,
    Directory,

    /// <summary>A device, a socket, a pipe: nothing the migration would ever write.</summary>
    Other,
}
