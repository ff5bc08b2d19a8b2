using Lookout.CameraServer.Cameras;
using Lookout.Configuration.Settings;
using Lookout.Vision;

namespace Lookout.CameraServer.Analysis;

/// <summary>
/// What is looked for in a camera's pictures. Faces and people take turns, so that no picture waits for two models: faces of one
/// frame are known within milliseconds, also where people take longer.
/// </summary>
internal sealed class FrameAnalyser : IFrameAnalyser
{
    private readonly DetectSettings[] _cameras;
    private readonly bool[] _isTurnOfPeople;
    private readonly MotionGate[] _gates;
    private readonly IdleScene[] _scenes;
    private readonly FaceDetector? _detector;
    private readonly FaceStage? _faces;
    private readonly PeopleStage? _people;

    /// <summary>Loads the models that somebody needs.</summary>
    /// <param name="cameras">What each wants.</param>
    /// <param name="models">Loads the models.</param>
    /// <param name="recognise">Whether faces and bodies of people are turned into embeddings; without it none is computed.</param>
    /// <exception cref="ModelException">One of them cannot be used.</exception>
    public FrameAnalyser(IReadOnlyList<DetectSettings> cameras, ModelSet models, bool recognise = false)
    {
        _cameras = [.. cameras];
        _isTurnOfPeople = new bool[_cameras.Length];
        _gates = [.. _cameras.Select(_ => new MotionGate())];
        _scenes = [.. _cameras.Select(_ => new IdleScene())];
        try
        {
            if (Array.Exists(_cameras, camera => camera.Faces)) _detector = models.Faces();
            if (_detector != null) _faces = new FaceStage(_detector);
            if (Array.Exists(_cameras, camera => camera.People)) _people = PeopleStage.Load(_cameras, models, _detector, recognise);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Analyse(int camera, Picture picture, ICameraOutput output)
    {
        DetectSettings wanted = _cameras[camera];
        IdleScene scene = _scenes[camera];
        if (wanted.Motion && scene.MaySkip(_gates[camera].Moves(picture.AsYuv(), picture.CaptureNs), picture.CaptureNs)) return;
        // A webcam's JPEG has all 256 values, and the models were taught on video's.
        picture.ToLimitedRange();
        bool people = wanted.People && (!wanted.Faces || _isTurnOfPeople[camera]);
        _isTurnOfPeople[camera] = !people;
        bool somebody = people ? _people!.Find(camera, picture, output) : _faces!.Find(camera, picture, output);
        if (somebody) scene.Saw(picture.CaptureNs);
    }

    public void Dispose()
    {
        _people?.Dispose();
        _detector?.Dispose();
    }
}
