namespace Lookout.Vision.BlazeFace;

/// <summary>Reads the candidates of one head: score logits, and boxes relative to the centres of a regular grid of cells.</summary>
internal sealed class AnchorDecoder
{
    private const int ValuesPerAnchor = 4 + 2 * FaceLandmarks.Count;

    // The model's raw logits reach -10000; beyond +-80 the logistic function is 0 or 1 in single precision anyway.
    private const float MaxLogit = 80;

    private readonly AnchorHead _head;
    private readonly float _side;
    private readonly float _minScore;
    private readonly float _minLogit;

    public AnchorDecoder(AnchorHead head, int side, float minScore)
    {
        _head = head;
        _side = side;
        _minScore = minScore;
        // Comparing logits first spares the exponential for nearly all anchors.
        _minLogit = MathF.Log(minScore / (1 - minScore)) - 0.01f;
    }

    /// <param name="scores">One logit an anchor.</param>
    /// <param name="boxes">16 values an anchor, in pixels of the input.</param>
    /// <param name="candidates">Receives what scores at least the minimum.</param>
    /// <returns>How many were written; those that find no room are left out.</returns>
    public int Decode(ReadOnlySpan<float> scores, ReadOnlySpan<float> boxes, Span<Candidate> candidates)
    {
        int found = 0;
        for (int i = 0; i < _head.Anchors && found < candidates.Length; i++)
        {
            // Not a number compares false, so a broken tensor yields nothing.
            if (!(scores[i] >= _minLogit)) continue;
            float score = 1 / (1 + MathF.Exp(-Math.Clamp(scores[i], -MaxLogit, MaxLogit)));
            if (score >= _minScore && TryBox(i, score, boxes.Slice(i * ValuesPerAnchor, ValuesPerAnchor), out candidates[found]))
                found++;
        }
        return found;
    }

    private bool TryBox(int anchor, float score, ReadOnlySpan<float> values, out Candidate candidate)
    {
        int cell = anchor / _head.PerCell;
        float anchorX = (cell % _head.Grid + 0.5f) / _head.Grid;
        float anchorY = (cell / _head.Grid + 0.5f) / _head.Grid;
        float x = anchorX + values[0] / _side;
        float y = anchorY + values[1] / _side;
        float width = values[2] / _side;
        float height = values[3] / _side;

        var landmarks = new FaceLandmarks();
        for (int i = 0; i < FaceLandmarks.Count; i++)
            landmarks[i] = new Landmark(anchorX + values[4 + 2 * i] / _side, anchorY + values[5 + 2 * i] / _side);

        candidate = new(x - width / 2, y - height / 2, x + width / 2, y + height / 2, score, landmarks);
        return width > 0 && height > 0 && float.IsFinite(x + y + width + height);
    }
}
