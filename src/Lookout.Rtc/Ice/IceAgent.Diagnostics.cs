namespace Lookout.Rtc.Ice;

public sealed partial class IceAgent
{
    /// <summary>Takes stock; allocates. After consent has expired it still says what was.</summary>
    public IceDiagnostics Diagnose() => new()
    {
        Role = _role,
        State = _state,
        Generation = _current.Number,
        IsRestarting = IsRestarting,
        Pairs = [.. Describe(_current), .. _previous is { } old ? Describe(old) : []],
        Ignored = Ignored,
        CandidatesRefused = Counters.CandidatesRefused,
        RequestsReceived = Counters.RequestsReceived,
        NotAuthentic = Counters.Dropped(IceDrop.Username) + Counters.Dropped(IceDrop.Integrity),
    };

    private IEnumerable<IcePairDiagnostics> Describe(IceGeneration generation) =>
        generation.Pairs.OrderByDescending(pair => pair.Priority(_role)).Select(pair => new IcePairDiagnostics(
            generation.Number,
            pair.Remote.Type,
            pair.Address,
            pair.Priority(_role),
            pair.State,
            pair.ChecksSent,
            pair.ResponsesReceived,
            pair.RequestsReceived,
            generation.Nominated == pair,
            _selected == pair,
            pair.LastError,
            pair.RoundTrip > TimeSpan.Zero ? pair.RoundTrip : null));
}
