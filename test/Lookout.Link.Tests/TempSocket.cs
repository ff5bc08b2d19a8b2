namespace Lookout.Link.Tests;

/// <summary>A private directory for one socket, removed afterwards.</summary>
internal sealed class TempSocket : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("link-");

    public string Path => System.IO.Path.Combine(_directory.FullName, "link.sock");

    public void Dispose() => _directory.Delete(recursive: true);
}
