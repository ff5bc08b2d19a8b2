namespace Lookout.Configuration;

/// <summary>What reading a configuration may know of the machine. Everything comes in here, so a test can be any machine.</summary>
public sealed record Surroundings
{
    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Directory of the executable, beside which web files, models and demo clips lie.</summary>
    public required string ExecutableDirectory { get; init; }

    public required string WorkingDirectory { get; init; }

    public required uint UserId { get; init; }

    /// <summary>Whether an existing directory can be written to; false for one that does not exist.</summary>
    public required Func<string, bool> IsWritable { get; init; }

    /// <summary>Whether a directory exists.</summary>
    public Func<string, bool> Exists { get; init; } = Directory.Exists;

    /// <summary>Lists the capture devices; asked only when no camera is configured.</summary>
    public required Func<IReadOnlyList<CaptureDevice>> CaptureDevices { get; init; }
}

/// <summary>A capture device of this machine.</summary>
/// <param name="Name">What it calls itself, or its node's name.</param>
/// <param name="Path">A path under /dev, the most stable one there is.</param>
public sealed record CaptureDevice(string Name, string Path);
