using Lookout.Configuration.Settings;

namespace Lookout.CameraService.Whip;

/// <summary>The bearer token of an endpoint, from the settings or from a file that may be replaced while we run.</summary>
internal static class WhipToken
{
    /// <summary>Null token: there is none to send. False, with the reason, when the file does not hold one.</summary>
    public static bool TryRead(PublishSettings settings, out string? token, out string problem)
    {
        problem = "";
        token = settings.Bearer;
        if (settings.BearerFile is not { } path) return true;
        try
        {
            using FileStream file = File.OpenRead(path);
            using var reader = new StreamReader(file);
            var text = new char[BearerToken.Longest + 2];
            int length = reader.ReadBlock(text);
            token = new string(text, 0, length).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"The token file {path} cannot be read.";
            return false;
        }

        if (BearerToken.IsValid(token)) return true;
        problem = $"The file {path} holds no bearer token.";
        return false;
    }
}
