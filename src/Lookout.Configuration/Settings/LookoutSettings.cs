using System.Text.Json.Serialization;

namespace Lookout.Configuration.Settings;

/// <summary>
/// Everything both workers need to know, validated and with every default filled in. The supervisor reads the file
/// once and hands this to each worker, so no two processes can disagree about it.
/// </summary>
public sealed record LookoutSettings
{
    public required HttpSettings Http { get; init; }

    public required WebRtcSettings WebRtc { get; init; }

    public required ModelSettings Models { get; init; }

    /// <summary>Who people are; off unless the file says otherwise.</summary>
    public RecognitionSettings Recognition { get; init; } = RecognitionSettings.Off;

    /// <summary>The socket for clients of the system before this one; null when there is none.</summary>
    public LegacySettings? Legacy { get; init; }

    /// <summary>Cameras in the order of the file; the index is the camera's number on the link.</summary>
    public required IReadOnlyList<CameraSettings> Cameras { get; init; }

    /// <summary>Where cameras are sent to besides our own viewers.</summary>
    public IReadOnlyList<PublishSettings> Publications { get; init; } = [];

    /// <summary>
    /// What is wrong with the file, when it could not be used and these settings stand in for it: the last good ones, or, when
    /// there are none, no camera at all.
    /// </summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Directory of run-time files: the link socket. Mode 0700.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>Directory of state that outlives a run.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Directory of the web page's files.</summary>
    public required string WebRoot { get; init; }

    /// <summary>Path of the Unix socket between the two workers.</summary>
    [JsonIgnore]
    public string LinkSocket => Path.Combine(RunDirectory, "link.sock");
}

/// <param name="Listen">Address and port, for example 127.0.0.1:8080 or :8080 (every address).</param>
public sealed record HttpSettings(string Listen);

/// <param name="Listen">Address and port, for example :8555.</param>
/// <param name="Hosts">Extra addresses a browser may reach us at.</param>
public sealed record WebRtcSettings(string Listen, IReadOnlyList<string> Hosts)
{
    public const int DefaultMaxViewers = 32;

    /// <summary>Viewers at a time, all cameras together; one more is told to come back later.</summary>
    public int MaxViewers { get; init; } = DefaultMaxViewers;

    /// <summary>Whether the same port is listened on by TCP, for viewers whose network lets no UDP through.</summary>
    public bool Tcp { get; init; } = true;

    /// <summary>Servers that tell us our address beyond a NAT. None unless the file names some: nothing is asked of the internet by itself.</summary>
    public IReadOnlyList<StunSettings> Stun { get; init; } = [];

    /// <summary>Servers that relay media for viewers who reach us no other way.</summary>
    public IReadOnlyList<TurnSettings> Turn { get; init; } = [];

    /// <summary>STUN and TURN servers that players are told to use. We do not use them ourselves.</summary>
    public IReadOnlyList<IceServerSettings> IceServers { get; init; } = [];
}

/// <param name="Directory">Absolute directory that holds the model files.</param>
public sealed record ModelSettings(string Directory)
{
    /// <summary>Manifest of the detector of faces; null, as with the others, is the one that comes with Lookout.</summary>
    public string? Faces { get; init; }

    /// <summary>Manifest of the detector of people.</summary>
    public string? People { get; init; }

    /// <summary>Manifest of the model of poses; not asked where that of people gives them.</summary>
    public string? Poses { get; init; }

    /// <summary>Manifest of the recogniser of faces.</summary>
    public string? FaceEmbedding { get; init; }

    /// <summary>Manifest of the model that finds bodies again; null: osnet where the folder has it, else the colours of clothes.</summary>
    public string? BodyEmbedding { get; init; }

    /// <summary>What the models run on.</summary>
    public ModelProvider Provider { get; init; }

    /// <summary>Where that provider is missing the CPU takes its place; otherwise nothing is detected.</summary>
    public bool FallsBackToCpu { get; init; } = true;

    /// <summary>Number of the GPU.</summary>
    public int Device { get; init; }

    /// <summary>TensorRT may compute with 16 bits.</summary>
    public bool Fp16 { get; init; } = true;
}

/// <summary>ONNX Runtime's execution providers that are asked for by name.</summary>
public enum ModelProvider
{
    Cpu,
    Cuda,
    TensorRt,
}

/// <summary>Recognition of enrolled people.</summary>
/// <param name="Enabled">Whether anybody is recognised at all; without it nothing of a face is measured or kept.</param>
/// <param name="Threshold">Where two faces are the same person, in the model's own measure; null: as the model says.</param>
/// <param name="UnknownHours">How long faces of people without a name are remembered, in memory only; 0: not at all.</param>
/// <param name="KeyFile">Absolute path of the file with the master key; empty: people.key in the data directory, made when first needed.</param>
public sealed record RecognitionSettings(bool Enabled, float? Threshold, int UnknownHours, string KeyFile)
{
    /// <summary>Faces of strangers are never remembered longer than this (docs/design/identity.md).</summary>
    public const int MostUnknownHours = 24;

    public static readonly RecognitionSettings Off = new(Enabled: false, Threshold: null, MostUnknownHours, KeyFile: "");
}

/// <param name="Socket">Absolute path of the Unix socket.</param>
/// <param name="Camera">Name of the camera it serves; null is the first one.</param>
public sealed record LegacySettings(string Socket, string? Camera);

/// <param name="Faces">Whether faces are looked for.</param>
/// <param name="People">Whether people are looked for and followed.</param>
/// <param name="Poses">Whether people's keypoints are looked for.</param>
/// <param name="Fps">How many frames a second are looked at for each of faces and people, if the machine can.</param>
/// <param name="Motion">Whether frames are left out while nothing moves and nobody is there.</param>
public sealed record DetectSettings(bool Faces, bool People, bool Poses, int Fps, bool Motion)
{
    public const int DefaultFps = 8;

    public static readonly DetectSettings All = new(Faces: true, People: true, Poses: true, DefaultFps, Motion: true);

    /// <summary>Nothing is looked for.</summary>
    public static readonly DetectSettings None = new(Faces: false, People: false, Poses: false, DefaultFps, Motion: true);

    /// <summary>Frames a second that somebody looks at; 0: none.</summary>
    [JsonIgnore]
    public int FramesPerSecond => ((Faces ? 1 : 0) + (People ? 1 : 0)) * Fps;
}
