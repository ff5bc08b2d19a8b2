using System.Text.Json;
using Lookout.E2E.Harness.Media;
using Microsoft.Playwright;

namespace Lookout.E2E.Harness.Browser;

/// <summary>A page of the product with probe.js in it. The owner disposes it, which closes it.</summary>
public sealed class ChromiumPage : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    internal ChromiumPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Note(message.Text);
        };
        page.PageError += (_, text) => Note(text);
    }

    /// <summary>Playwright's page, for what this class does not wrap.</summary>
    public IPage Page { get; }

    /// <summary>Console errors and uncaught exceptions so far.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors) return [.. _errors];
        }
    }

    internal static string Probe { get; } = ReadProbe();

    /// <summary>Starts to note the frames a camera's video presents.</summary>
    public Task WatchAsync(string camera) => Page.EvaluateAsync("camera => probe.watch(camera)", camera);

    /// <summary>The frames noted, from an index on.</summary>
    public Task<PresentedFrame[]> FramesAsync(string camera, int from = 0) =>
        AskAsync<PresentedFrame[]>("([camera, from]) => probe.frames(camera, from)", new object[] { camera, from });

    /// <summary>Watches a camera until a frame fulfils a condition, and returns that frame. Each frame is asked once, in order.</summary>
    public async Task<PresentedFrame> FrameAsync(string camera, Func<PresentedFrame, bool> condition, string what, TimeSpan? within = null)
    {
        await WatchAsync(camera);
        int seen = 0;
        return await Poll.ForAsync(
            async () =>
            {
                PresentedFrame[] fresh = await FramesAsync(camera, seen);
                seen += fresh.Length;
                return Array.Find(fresh, new Predicate<PresentedFrame>(condition));
            },
            what,
            within);
    }

    /// <summary>Watches a camera until its video presents anything.</summary>
    public Task<PresentedFrame> FirstFrameAsync(string camera) => FrameAsync(camera, frame => frame.Width > 0, $"{camera} presents a frame in Chromium");

    /// <summary>Reads the next presented frame back from a canvas.</summary>
    public async Task<GrabbedFrame> GrabAsync(string camera)
    {
        JsonElement grab = await AskAsync<JsonElement>("camera => probe.grab(camera)", camera);
        if (!grab.GetProperty("same").GetBoolean()) throw new InvalidOperationException("30 times a newer frame was drawn than the callback spoke of");
        return new GrabbedFrame(grab.GetProperty("rtp").GetUInt32(), new Luma(
            grab.GetProperty("width").GetInt32(), grab.GetProperty("height").GetInt32(), grab.GetProperty("luma").GetBytesFromBase64()));
    }

    /// <summary>The overlays the page said it drew, from an index on.</summary>
    public Task<DrawnOverlay[]> OverlaysAsync(int from = 0) => AskAsync<DrawnOverlay[]>("from => probe.overlays.slice(from)", from);

    /// <summary>Watches the overlays until one fulfils a condition, and returns that one.</summary>
    public async Task<DrawnOverlay> OverlayAsync(Func<DrawnOverlay, bool> condition, string what, TimeSpan? within = null)
    {
        int seen = 0;
        return await Poll.ForAsync(
            async () =>
            {
                DrawnOverlay[] fresh = await OverlaysAsync(seen);
                seen += fresh.Length;
                return Array.Find(fresh, new Predicate<DrawnOverlay>(condition));
            },
            what,
            within);
    }

    /// <summary>The people the page said it drew, from an index on.</summary>
    public Task<DrawnPeople[]> PeopleAsync(int from = 0) => AskAsync<DrawnPeople[]>("from => probe.people.slice(from)", from);

    /// <summary>Every RTCPeerConnection the page made, in order.</summary>
    public Task<PeerReport[]> PeersAsync() => AskAsync<PeerReport[]>("() => probe.peerStates()");

    /// <summary>Frames the newest peer connection has received.</summary>
    public Task<ReceivedFrames> ReceivedAsync() => AskAsync<ReceivedFrames>("() => probe.received()");

    /// <summary>Violations of the content security policy.</summary>
    public Task<string[]> ViolationsAsync() => AskAsync<string[]>("() => probe.violations");

    /// <summary>Name and visible text of each camera element.</summary>
    public Task<CameraElement[]> CamerasAsync() => AskAsync<CameraElement[]>("() => probe.cameras()");

    /// <summary>The page's clock, milliseconds.</summary>
    public Task<double> NowAsync() => AskAsync<double>("() => probe.now()");

    /// <summary>Evaluates an expression and reads its JSON.</summary>
    public async Task<T> AskAsync<T>(string function, object? argument = null)
    {
        string json = await Page.EvaluateAsync<string>($"async argument => JSON.stringify(await ({function})(argument))", argument);
        return JsonSerializer.Deserialize<T>(json, Web)!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(string text)
    {
        lock (_errors) _errors.Add(text);
    }

    private static string ReadProbe()
    {
        using var reader = new StreamReader(typeof(ChromiumPage).Assembly.GetManifestResourceStream("probe.js")!);
        return reader.ReadToEnd();
    }
}
