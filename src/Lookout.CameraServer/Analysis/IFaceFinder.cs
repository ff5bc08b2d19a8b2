namespace Lookout.CameraServer.Analysis;

/// <summary>Looks for faces in a picture. A seam, so that the loop around it is tested without a model.</summary>
internal interface IFaceFinder : IDisposable
{
    Link.Analysis Find(int camera, Picture picture);
}
