using System.Text.Json.Serialization;

namespace Lookout.Migrate.Steps;

/// <summary>The steps of 'apply', in their order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepName>))]
internal enum StepName
{
    /// <summary>Keep every file and state that changes, and read it back.</summary>
    Backup,

    /// <summary>Install the unit that settles the box after a power cut.</summary>
    Recovery,

    /// <summary>Write Lookout's configuration.</summary>
    Config,

    /// <summary>Have every Compose of the box read the new compose file.</summary>
    Validate,

    /// <summary>Stop the old client's container, so that Docker cannot start it again while its socket is gone.</summary>
    StopClient,

    /// <summary>Stop the old units and wait until the camera is free.</summary>
    StopUnits,

    /// <summary>Disable and mask the old units.</summary>
    Mask,

    /// <summary>Replace the compose file.</summary>
    Compose,

    /// <summary>docker compose up.</summary>
    Up,

    /// <summary>See that it works, and again after a restart.</summary>
    Verify,
}
