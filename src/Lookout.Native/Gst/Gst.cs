namespace Lookout.Native.Gst;

/// <summary>The library as a whole: start it, ask what it has.</summary>
public static class Gst
{
    private static readonly Lock InitLock = new();
    private static bool _initialized;

    /// <summary>
    /// Starts GStreamer once per process; later calls return at once.
    /// </summary>
    /// <param name="registry">
    /// File that caches the list of plugins; without it GStreamer's own choice, or none on a read-only home.
    /// A GST_REGISTRY already in the environment wins.
    /// </param>
    /// <exception cref="GstException">The library is absent or does not start; the message names the remedy.</exception>
    public static void Init(string? registry = null)
    {
        lock (InitLock)
        {
            if (_initialized) return;
            try
            {
                // .NET keeps its own copy of the environment, so native code sees only what g_setenv writes.
                // A forked plugin scanner would inherit our descriptors and outlive a kill of this process.
                GlibNative.g_setenv("GST_REGISTRY_FORK", "no", 1);
                if (registry != null) GlibNative.g_setenv("GST_REGISTRY", registry, 0);
                Start();
            }
            catch (DllNotFoundException e)
            {
                throw new GstException("GStreamer 1.x is not installed (apt-get install libgstreamer1.0-0 "
                    + "libgstreamer-plugins-base1.0-0): " + e.Message, e);
            }
            _initialized = true;
        }
    }

    /// <summary>The library's version, for example 1.22.0.</summary>
    public static Version Version
    {
        get
        {
            Init();
            GstNative.gst_version(out uint major, out uint minor, out uint micro, out _);
            return new Version((int)major, (int)minor, (int)micro);
        }
    }

    /// <summary>Whether an element factory of this name is installed.</summary>
    public static bool HasElement(string name)
    {
        Init();
        nint factory = GstNative.gst_element_factory_find(name);
        if (factory == 0) return false;
        GstNative.gst_object_unref(factory);
        return true;
    }

    private static unsafe void Start()
    {
        GlibNative.GError* error = null;
        if (GstNative.gst_init_check(0, 0, &error) == 0)
            throw new GstException("GStreamer does not start: " + GErrorText.Take(error).Message);
    }
}
