namespace Lookout.CameraService.Identity.Matching;

/// <summary>What the figure of a track tells: whether it is still the one whose face gave the name.</summary>
internal sealed partial class TrackIdentity
{
    private float[]? _figure;
    private string _figureModel = "";
    private TrackIdentity? _resembles;
    private int _resembled;

    /// <summary>Takes one look at the figure.</summary>
    public void SawFigure(ReadOnlySpan<float> figure, string model, Scale scale, long now)
    {
        if (_person is not { } person) return;
        // While the face says who it is, the figure is learnt; later it is compared.
        if (_state == State.Named && now - _faceSupport <= Rules.LearnFigureWithin)
        {
            Learn(figure, model);
            return;
        }

        if (LikenessOf(figure, model, scale) is not { } likeness) return;
        if (likeness >= 0) _support = now;
        else if (likeness <= Rules.OtherFigure) _evidence.Add(person, -Rules.FigureStep);
    }

    /// <summary>How like the figure whose name this is; null when none was learnt.</summary>
    public float? LikenessOf(ReadOnlySpan<float> figure, string model, Scale scale) =>
        _person is not null && _figure is not null && _figureModel == model ? scale.Compare(figure, _figure) : null;

    /// <summary>Whether faces leave room for this person.</summary>
    public bool MayBe(string person) => !IsDenied(person) && _evidence[person] > Rules.FaceForbids;

    /// <summary>It looks like this lost track, or like none. Returns whether it has done so often enough.</summary>
    public bool Resembles(TrackIdentity? lost)
    {
        _resembled = lost is not null && lost == _resembles ? _resembled + 1 : lost is null ? 0 : 1;
        _resembles = lost;
        return _resembled >= Rules.LooksToRestore;
    }

    private void LearnFrom(TrackIdentity lost)
    {
        _figure = lost._figure;
        _figureModel = lost._figureModel;
        lost._figure = null;
    }

    private void Learn(ReadOnlySpan<float> figure, string model)
    {
        if (_figure is null || _figure.Length != figure.Length || _figureModel != model)
        {
            _figure = figure.ToArray();
            _figureModel = model;
            return;
        }

        for (int i = 0; i < figure.Length; i++) _figure[i] += Rules.FigureRate * (figure[i] - _figure[i]);
    }
}
