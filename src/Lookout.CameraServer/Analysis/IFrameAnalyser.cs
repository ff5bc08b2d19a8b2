using Lookout.CameraServer.Cameras;

namespace Lookout.CameraServer.Analysis;

/// <summary>Looks at a picture and tells what it sees. A seam, so that the loop around it is tested without a model.</summary>
internal interface IFrameAnalyser : IDisposable
{
    void Analyse(int camera, Picture picture, ICameraOutput output);
}
