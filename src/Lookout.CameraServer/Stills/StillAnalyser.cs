using System.Threading.Channels;
using Lookout.CameraServer.Analysis;
using Lookout.Link;
using Lookout.Native.Posix;
using Lookout.Vision;
using Microsoft.Extensions.Logging;

namespace Lookout.CameraServer.Stills;

/// <summary>
/// Looks at still pictures for enrolment, one after the other, on a thread that yields to the cameras'. Its models are loaded for the first
/// picture and then kept.
/// </summary>
internal sealed class StillAnalyser : IDisposable
{
    private const int Nice = 10;
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(2);

    private readonly ModelSet _models;
    private readonly ILogger _logger;

    // One of each connection, since a connection has one on its way at a time.
    private readonly Channel<(ulong Id, byte[] File, Action<ImageFaces> Reply)> _waiting =
        Channel.CreateBounded<(ulong, byte[], Action<ImageFaces>)>(LinkProtocol.MaxConnections);
    private readonly DetectedFace[] _faces = new DetectedFace[LargeFaces.MaxFaces];
    private readonly Thread _thread;
    private FaceDetector? _detector;
    private FaceEmbedder? _embedder;

    public StillAnalyser(ModelSet models, ILogger logger)
    {
        _models = models;
        _logger = logger;
        _thread = new Thread(Run) { Name = "stills", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Takes a picture and returns at once; <paramref name="reply"/> is called on another thread.</summary>
    public void Analyse(ulong id, byte[] file, Action<ImageFaces> reply)
    {
        if (!_waiting.Writer.TryWrite((id, file, reply))) reply(ImageFaces.Refused(id, "Too many pictures wait to be looked at. Try again in a moment."));
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        if (!_thread.Join(StopDeadline)) return;   // it still uses the models; the process ends anyway
        _detector?.Dispose();
        _embedder?.Dispose();
    }

    private void Run()
    {
        CurrentThread.SetNice(Nice);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_waiting.Reader.TryRead(out var next)) next.Reply(Answer(next.Id, next.File));
        }
    }

    private ImageFaces Answer(ulong id, byte[] file)
    {
        try
        {
            return Look(id, file);
        }
        catch (StillException e)
        {
            return ImageFaces.Refused(id, e.Message);
        }
        catch (ModelException e)
        {
            return ImageFaces.Refused(id, "Faces cannot be looked at: " + e.Message);
        }
        catch (Exception e)   // the thread's top: whatever a picture does, the next one is looked at
        {
            ServerLog.StillFailed(_logger, e);
            return ImageFaces.Refused(id, "The picture could not be looked at, for a reason that is in the log. Try another one.");
        }
    }

    private ImageFaces Look(ulong id, byte[] file)
    {
        Picture picture = StillDecoder.Decode(file);
        _detector ??= _models.Faces();
        _embedder ??= _models.FaceEmbedding();
        YuvFrame frame = picture.AsYuv();
        int count = new LargeFaces(_detector).Detect(frame, _faces, out _);
        if (count == 0) return ImageFaces.Refused(id, "No face was found. Take a picture that shows one face from the front, in good light.");

        int length = _embedder.Recogniser.Length;
        var embeddings = new float[count * length];
        var qualities = new FaceQuality[count];
        _embedder.Embed(frame, _faces.AsSpan(0, count), embeddings, qualities);
        var faces = new ImageFace[count];
        for (int i = 0; i < count; i++)
        {
            ref readonly DetectedFace face = ref _faces[i];
            var crop = new byte[3 * LinkProtocol.PictureSide * LinkProtocol.PictureSide];
            _embedder.Crop(frame, face, LinkProtocol.PictureSide, crop);
            faces[i] = new ImageFace(
                face.X, face.Y, face.Width, face.Height, face.Score, qualities[i].Overall, qualities[i].EyeDistance, qualities[i].Sharpness,
                Embeddings.ToBytes(embeddings.AsSpan(i * length, length)), crop);
        }
        return new ImageFaces(id, "", frame.Width, frame.Height, FaceSampler.MeasureOf(_embedder.Recogniser), faces);
    }
}
