using Lookout.Probe.Whep;

namespace Lookout.Probe;

/// <summary>Looks at one camera as a viewer does, and reports what it saw.</summary>
public static class StreamProbe
{
    /// <summary>Never throws for what the server or the network does: the report says what failed.</summary>
    public static ProbeReport Run(ProbeOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        string kind = "";
        string state = "";
        using var whep = new WhepClient(options);
        try
        {
            (kind, state) = whep.Describe();
            using var session = new ProbeSession(options, time);
            return session.Watch(whep) with { Kind = kind, State = state };
        }
        catch (ProbeException exception)
        {
            return new ProbeReport(options.Camera, kind, state, 0, 0, 0, 0, 0, false, 0, 0, exception.Message);
        }
        finally
        {
            whep.Leave();
        }
    }
}
