using System.Buffers;
using System.Net.Sockets;
using Lookout.CameraServer.Analysis;
using Lookout.Link;
using Lookout.Vision;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer.Legacy;

/// <summary>
/// One client on a thread of its own: reads a request, converts, computes and sends, and holds no lock of the camera meanwhile.
/// Owns its socket.
/// </summary>
internal sealed class LegacyConnection : IDisposable
{
    private const int StackBytes = 256 << 10;

    private readonly Socket _socket;
    private readonly LegacyCamera _camera;
    private readonly LegacyTiming _timing;
    private readonly Action<LegacyConnection> _ended;
    private readonly ILogger _logger;
    private readonly LegacyStream _stream;
    private readonly LegacyReply _reply = new();
    private readonly BgrPicture _bgr = new();
    private readonly byte[] _request = new byte[LegacyProtocol.MaxRequest];
    private readonly DetectedFace[] _faces = new DetectedFace[StillFaces.MaxFaces];
    private readonly Thread _thread;

    /// <param name="socket">Is owned from here on.</param>
    /// <param name="camera">What is served.</param>
    /// <param name="timing">How long the client may take.</param>
    /// <param name="ended">Called at the end, on the connection's thread.</param>
    /// <param name="logger">For the end of it.</param>
    public LegacyConnection(Socket socket, LegacyCamera camera, LegacyTiming timing, Action<LegacyConnection> ended, ILogger logger)
    {
        _socket = socket;
        _camera = camera;
        _timing = timing;
        _ended = ended;
        _logger = logger;
        _stream = new LegacyStream(socket, timing);
        _thread = new Thread(Run, StackBytes) { Name = "legacy-client", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Makes the thread end, from any thread.</summary>
    public void Close()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The client was first.
        }
    }

    public void Join(TimeSpan timeout) => _thread.Join(timeout);

    public void Dispose()
    {
        _socket.Dispose();
        _reply.Dispose();
    }

    private void Run()
    {
        try
        {
            while (Serve())
            {
            }
        }
        catch (Exception e)   // the thread's top: one client's request is nobody else's trouble
        {
            LegacyLog.ClientFailed(_logger, e);
        }
        finally
        {
            // In this order: who sees the connection closed finds room for another.
            _ended(this);
            Dispose();
        }
    }

    // False: the connection is over.
    private bool Serve()
    {
        Arrival arrival = _stream.ReadRequest(_request, out int length);
        if (arrival == Arrival.TooLong) return Refuse(LegacyProtocol.TooLong);
        if (arrival == Arrival.Ended) return false;
        if (!LegacyRequest.TryParse(_request.AsSpan(0, length), out LegacyRequest request)) return _stream.TrySend(_reply.Error(LegacyProtocol.Malformed));
        return request.Command switch
        {
            LegacyCommand.Ping => _stream.TrySend(_reply.Ping()),
            LegacyCommand.Stats => _stream.TrySend(_reply.Stats(_camera.View)),
            LegacyCommand.GetFrame => SendFrame(),
            LegacyCommand.ProcessImage => ProcessImage(request.Size),
            LegacyCommand.ProcessAlignedFace => ProcessAlignedFace(),
            _ => _stream.TrySend(_reply.Error(LegacyProtocol.UnknownCommand)),
        };
    }

    private bool SendFrame()
    {
        SharedPicture? shared = _camera.View.IsOnline ? _camera.Newest.Borrow(_timing.Frame) : null;
        if (shared == null) return _stream.TrySend(_reply.Error(LegacyProtocol.NoFrame));
        byte[] pixels = [];
        try
        {
            ReadOnlySpan<byte> json;
            int length;
            try
            {
                Picture picture = shared.Pixels;
                length = BgrPicture.Length(picture.Format.Width, picture.Format.Height);
                pixels = ArrayPool<byte>.Shared.Rent(length);
                _bgr.Write(picture.AsYuv(), YuvWeights.Of(picture.Format), pixels);
                json = _reply.Frame(_camera.Name, picture, SeenBy(picture), PeopleBy(picture), _camera.View.Vectors);
            }
            finally
            {
                _camera.Newest.Return(shared);   // before sending, which takes as long as the client does
            }
            return _stream.TrySend(json, pixels.AsSpan(0, length));
        }
        finally
        {
            if (pixels.Length > 0) ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private Link.Analysis? SeenBy(Picture picture) =>
        _camera.View.Analysis is { } seen && Math.Abs(picture.CaptureNs - seen.CaptureNs) <= NewestFrame.MaxAgeNs ? seen : null;

    private People? PeopleBy(Picture picture) =>
        _camera.View.People is { } people && Math.Abs(picture.CaptureNs - people.CaptureNs) <= NewestFrame.MaxAgeNs ? people : null;

    private bool ProcessImage(ImageSize size)
    {
        if (!size.TryGetLength(out int length)) return Refuse(LegacyProtocol.BadSize);
        if (!size.IsAcceptable) return _stream.TryDrain(length) && _stream.TrySend(_reply.Error(LegacyProtocol.BadSize));
        byte[] pixels = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (!_stream.TryReceive(pixels.AsSpan(0, length))) return false;
            int count = _camera.Stills.Find(
                pixels.AsSpan(0, length), size.Width, size.Height, _faces, out float[] embeddings, out string model, out double inferenceMs);
            return _stream.TrySend(_reply.Faces(_faces.AsSpan(0, count), embeddings, model, size.Width, size.Height, inferenceMs));
        }
        catch (ModelException e)
        {
            return _stream.TrySend(_reply.Failure(e.Message));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private bool ProcessAlignedFace()
    {
        if (!_camera.Stills.Recognises) return _stream.TryDrain(LegacyProtocol.AlignedFaceBytes) && _stream.TrySend(_reply.Failure(LegacyProtocol.NoRecognition));
        byte[] pixels = ArrayPool<byte>.Shared.Rent(LegacyProtocol.AlignedFaceBytes);
        try
        {
            Span<byte> face = pixels.AsSpan(0, LegacyProtocol.AlignedFaceBytes);
            if (!_stream.TryReceive(face)) return false;
            float[] embedding = _camera.Stills.Embed(face, out string model);
            return _stream.TrySend(_reply.Embedding(embedding, model));
        }
        catch (ModelException e)
        {
            return _stream.TrySend(_reply.Failure(e.Message));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    // Where the next request would begin is unknown.
    private bool Refuse(string error)
    {
        if (_stream.TrySend(_reply.Error(error))) _stream.Linger();
        return false;
    }
}
