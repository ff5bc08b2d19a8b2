using Lookout.Link;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

internal enum PullResult
{
    /// <summary>No frame within the time; the source goes on.</summary>
    Nothing,

    /// <summary>A frame.</summary>
    Frame,

    /// <summary>The source is broken; <see cref="ISource.Failure"/> says how.</summary>
    Failed,

    /// <summary>This cannot go to viewers as it is (reordered pictures, or it is another codec): open it in another form.</summary>
    NeedsDecoding,
}

/// <summary>An opened source of pictures; used and disposed by one thread.</summary>
internal interface ISource : IDisposable
{
    /// <summary>True: frames are access units in Annex B, with the parameter sets in front of each key frame. False: raw I420 or NV12.</summary>
    bool IsCompressed { get; }

    /// <summary>What compressed frames are.</summary>
    VideoCodec Codec { get; }

    /// <summary>Format of the last frame pulled.</summary>
    VideoFormat Format { get; }

    /// <summary>Why the last pull failed; also when <see cref="IsPresent"/> is false.</summary>
    string Failure { get; }

    /// <summary>Frames that were lost inside the source.</summary>
    long Dropped { get; }

    /// <summary>Whether the file or device behind it still exists; true for what only a connection can tell.</summary>
    bool IsPresent();

    /// <summary>Waits up to <paramref name="timeout"/>; a paced source may take one frame interval longer.</summary>
    PullResult Pull(TimeSpan timeout, out SourceFrame frame);
}
