namespace Lookout.CameraService.Tests.WebRtc;

/// <summary>How a <see cref="LoopbackViewer"/> reaches the server.</summary>
internal interface IViewerSocket : IDisposable
{
    /// <summary>Whether something has arrived that was not taken yet.</summary>
    bool HasMore { get; }

    void Send(ReadOnlySpan<byte> datagram);

    /// <summary>The length of the next datagram; 0 when none came for a while.</summary>
    int Receive(byte[] buffer);
}
