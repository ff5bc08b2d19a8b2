using Lookout.Configuration.Settings;

namespace Lookout.Verbs;

/// <summary>lookout health: for Docker's HEALTHCHECK and for people in a shell.</summary>
internal static class HealthVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (!ConfigOption.TryParse(arguments, out string? file)) return HelpVerb.Refuse("expected 'lookout health [--config FILE]'");
        // As `lookout run` of a container reads it: a bad file is what the answer is about, and no reason not to ask.
        if (ConfigOption.LoadOrStandIn(file) is not { } settings) return ExitCode.NotWell;
        if (!ListenAddress.TryParse(settings.Http.Listen, out ListenAddress? listen)) return ExitCode.NotWell;
        string root = $"http://{listen!.ToBrowserAuthority()}";
        // Never through a proxy: the question is about this machine.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        return IsWell(client, $"{root}/healthz") && IsWell(client, $"{root}/readyz") ? ExitCode.Ok : ExitCode.NotWell;
    }

    private static bool IsWell(HttpClient client, string url)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using HttpResponseMessage response = client.Send(request);
            using var body = new StreamReader(response.Content.ReadAsStream());
            Console.Out.WriteLine($"{url}: {(int)response.StatusCode} {body.ReadToEnd().Trim()}");
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            Console.Error.WriteLine($"{url}: {exception.Message}");
            return false;
        }
    }
}
