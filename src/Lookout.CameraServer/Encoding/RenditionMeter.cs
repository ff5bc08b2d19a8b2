using Lookout.Link;

namespace Lookout.CameraServer.Encoding;

/// <summary>
/// What one rendition of a camera does: written by the thread that makes it, read by the one that publishes the camera's state.
/// Lives as long as the camera, whatever is opened and closed meanwhile.
/// </summary>
/// <param name="number">Of the rendition.</param>
/// <param name="codec">Of its access units.</param>
/// <param name="expectedBitsPerSecond">What its encoder will aim at, as far as one can know before the first picture; 0 where the source decides.</param>
internal sealed class RenditionMeter(byte number, VideoCodec codec, long expectedBitsPerSecond = 0)
{
    private const long WindowNs = 1_000_000_000;

    private readonly Lock _gate = new();
    private string _refusal = "";
    private (int Width, int Height) _size;
    private long _targetBits = expectedBitsPerSecond;
    private long _bits;
    private long _bytes;
    private long _startNs;
    private long _lastNs;

    /// <summary>What the encoder was told to make.</summary>
    public void Begin((int Width, int Height) size, long targetBitsPerSecond)
    {
        lock (_gate) (_size, _targetBits) = (size, targetBitsPerSecond);
    }

    /// <summary>An access unit went out.</summary>
    public void Sent(int bytes, long captureNs)
    {
        lock (_gate)
        {
            if (captureNs - _lastNs > WindowNs || captureNs < _lastNs) (_startNs, _bytes, _bits) = (captureNs, 0, 0);
            _lastNs = captureNs;
            if (captureNs - _startNs >= WindowNs)
            {
                _bits = (long)(8.0 * 1e9 * _bytes / (captureNs - _startNs));
                (_startNs, _bytes) = (captureNs, 0);
            }
            _bytes += bytes;
        }
    }

    /// <summary>It cannot be had, and why, for the viewer.</summary>
    public void Refuse(string reason)
    {
        lock (_gate) _refusal = reason;
    }

    /// <summary>Nothing speaks against it any more.</summary>
    public void Allow()
    {
        lock (_gate) _refusal = "";
    }

    /// <param name="wanted">Whether somebody wants it.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC.</param>
    public RenditionState Read(bool wanted, long nowNs)
    {
        lock (_gate)
        {
            RenditionStatus status = _refusal.Length > 0 ? RenditionStatus.Refused : wanted ? RenditionStatus.Running : RenditionStatus.Resting;
            long bits = nowNs - _lastNs > 2 * WindowNs || status != RenditionStatus.Running ? 0 : _bits;
            return new RenditionState(number, status, _refusal, codec, _size.Width, _size.Height, bits, _targetBits);
        }
    }
}
