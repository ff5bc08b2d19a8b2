namespace Lookout.Container.Tests;

/// <summary>Of Compose.</summary>
public enum Generation
{
    /// <summary>docker-compose 1.29, as Debian 12 has it.</summary>
    V1,

    /// <summary>docker compose, the plugin.</summary>
    V2,
}
