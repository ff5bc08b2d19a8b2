namespace Lookout.Rtc.Ice;

/// <summary>Which side nominates (RFC 8445 §6.1.1).</summary>
public enum IceRole
{
    /// <summary>The peer nominates: we answered its offer.</summary>
    Controlled,

    /// <summary>We nominate: we made the offer, or have won the role in a conflict.</summary>
    Controlling,
}
