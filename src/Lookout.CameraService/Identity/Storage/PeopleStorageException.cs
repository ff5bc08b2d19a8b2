namespace Lookout.CameraService.Identity.Storage;

/// <summary>What stands in the way of opening people.db.</summary>
internal enum StorageFault
{
    /// <summary>The key is another than the one it was made with: nothing is lost, the right key opens it.</summary>
    WrongKey,

    /// <summary>A later Lookout wrote it.</summary>
    Newer,

    /// <summary>Another program's file.</summary>
    Foreign,

    /// <summary>Its bytes are broken.</summary>
    Damaged,

    /// <summary>Somebody holds it, or the disk is full or read-only.</summary>
    Unavailable,
}

/// <summary>people.db cannot be used. The message says why and what to do; it holds no one's data.</summary>
internal sealed class PeopleStorageException(StorageFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public StorageFault Fault { get; } = fault;
}
