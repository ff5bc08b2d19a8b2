using System.Buffers;
using System.Globalization;
using System.Text;

namespace Lookout.Native.Gst;

/// <summary>
/// Writes a pipeline as a chain of elements. Only checked element names reach GStreamer's text syntax; every property,
/// caps included, is set on the built element, so no value can become syntax.
/// </summary>
public sealed class PipelineBuilder
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly record struct Property(string Element, string Name, string Value, bool Verbatim);

    private readonly StringBuilder _text = new();
    private readonly List<Property> _properties = [];
    private string _last = "";
    private int _count;

    /// <summary>Links a new element behind the one before.</summary>
    public PipelineBuilder Element(string factory, string? name = null)
    {
        _last = name ?? string.Create(CultureInfo.InvariantCulture, $"{factory}_{_count}");
        Check(factory);
        Check(_last);
        if (_count++ > 0) _text.Append(" ! ");
        _text.Append(factory).Append(" name=").Append(_last);
        return this;
    }

    /// <summary>Lets only these caps pass the link.</summary>
    public PipelineBuilder Caps(string caps) => Element("capsfilter").With("caps", caps);

    /// <summary>Property of the element just added, in text form: number, boolean, or an enum's nick.</summary>
    public PipelineBuilder With(string property, string value) => Add(property, value, verbatim: false);

    public PipelineBuilder With(string property, long value) => Add(property, value.ToString(CultureInfo.InvariantCulture), verbatim: false);

    public PipelineBuilder With(string property, bool value) => Add(property, value ? "true" : "false", verbatim: false);

    /// <summary>String property of the element just added, taken as it is: for paths, devices and URIs of users.</summary>
    public PipelineBuilder WithText(string property, string value) => Add(property, value, verbatim: true);

    /// <summary>An appsink that never waits for the clock and keeps no sample for itself.</summary>
    /// <param name="name">Name to find it by.</param>
    /// <param name="maxBuffers">Bound of its queue.</param>
    /// <param name="drop">Full: true drops the oldest, false holds the pipeline up.</param>
    public PipelineBuilder AppSink(string name, int maxBuffers, bool drop) => Element("appsink", name)
        .With("sync", false).With("max-buffers", maxBuffers).With("drop", drop).With("enable-last-sample", false);

    /// <summary>An appsrc that takes buffers with our timestamps.</summary>
    public PipelineBuilder AppSrc(string name) => Element("appsrc", name)
        .With("format", "time").With("is-live", false).With("max-bytes", 0);

    /// <exception cref="GstException">An element is not installed, or elements cannot be linked.</exception>
    public Pipeline Build()
    {
        if (_count < 2) throw new InvalidOperationException("a pipeline has two elements at least");
        Pipeline pipeline = Pipeline.Parse(_text.ToString());
        try
        {
            foreach (Property property in _properties)
            {
                using Element element = pipeline.Find(property.Element);
                if (property.Verbatim) element.SetText(property.Name, property.Value);
                else element.Set(property.Name, property.Value);
            }
            return pipeline;
        }
        catch
        {
            pipeline.Dispose();
            throw;
        }
    }

    private PipelineBuilder Add(string property, string value, bool verbatim)
    {
        _properties.Add(new Property(_last, property, value, verbatim));
        return this;
    }

    private static void Check(string name)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new ArgumentException($"not an element name: {name}", nameof(name));
    }
}
