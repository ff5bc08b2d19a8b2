using Lookout.Configuration.Settings;
using Lookout.Native.Gst;

namespace Lookout.CameraServer.Sources;

/// <summary>A V4L2 capture device, as raw pictures. Only the newest picture waits for us: a late reader sees no old one.</summary>
internal sealed class DeviceSource : LiveSource
{
    private readonly string _device;

    private DeviceSource(Pipeline pipeline, string device) : base(pipeline, compressed: false) => _device = device;

    protected override string EndOfStream => $"{_device}: the device ended its stream";

    /// <summary>Opens the device in the best mode it has for the asked size and rate.</summary>
    /// <exception cref="SourceException">It is absent, busy, not permitted, or no capture device.</exception>
    public static DeviceSource Open(V4l2Source source, int rotate)
    {
        string device = source.Device;
        if (!File.Exists(device)) throw new SourceException(Gone(device), absent: true);
        DeviceMode mode = Probe(source);
        PipelineBuilder chain = new PipelineBuilder()
            .Element("v4l2src").WithText("device", device).Caps(mode.Caps);
        if (mode.IsJpeg) chain.Element("jpegdec");
        chain.Element("videoconvert").Upright(rotate).Caps(RawPictures);
        var opened = new DeviceSource(chain.AppSink(Out, 1, drop: true).Build(), device);
        opened.Start();
        return opened;
    }

    public override bool IsPresent()
    {
        if (File.Exists(_device)) return true;
        Failure = Gone(_device);
        return false;
    }

    protected override string Explain(BusMessage error) => Explain(_device, error);

    private static DeviceMode Probe(V4l2Source source)
    {
        using Pipeline pipeline = new PipelineBuilder()
            .Element("v4l2src", "device").WithText("device", source.Device).Element("fakesink").Build();
        if (pipeline.SetState(PipelineState.Ready) == StateChange.Failed)
        {
            throw new SourceException(pipeline.Bus.TryPop(BusMessageTypes.Error, out BusMessage? error)
                ? Explain(source.Device, error!)
                : $"{source.Device}: cannot be opened");
        }
        using Element device = pipeline.Find("device");
        return DeviceMode.Choose(source, caps => device.CanCarry("src", caps))
            ?? throw new SourceException($"{source.Device}: offers neither raw pictures nor JPEG");
    }

    // ENOSPC at stream-on is not a disk: the USB bus has no bandwidth left for this camera (reliability.md 2.3).
    private static string Explain(string device, BusMessage error)
    {
        string text = BusErrors.Describe(error);
        return text.Contains("No space left on device", StringComparison.Ordinal)
            ? $"{device}: the USB bus has no bandwidth left for this camera; use another port, a smaller size or a lower rate"
            : text.Contains(device, StringComparison.Ordinal) ? text : $"{device}: {text}";
    }

    private static string Gone(string device) =>
        $"{device}: no such device (unplugged, or not passed into the container)";
}
