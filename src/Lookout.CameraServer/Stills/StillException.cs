namespace Lookout.CameraServer.Stills;

/// <summary>A picture is not looked at; the message is a sentence for the user that says what to do.</summary>
internal sealed class StillException(string message) : Exception(message);
