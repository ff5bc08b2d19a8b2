namespace Lookout.Rtc.Ice;

/// <summary>
/// How far the check of a pair is (RFC 8445 §6.1.2.6). There is no Frozen: with one component and one base a route
/// there is nothing to unfreeze.
/// </summary>
public enum IceCheckState
{
    Waiting,
    InProgress,
    Succeeded,
    Failed,
}
