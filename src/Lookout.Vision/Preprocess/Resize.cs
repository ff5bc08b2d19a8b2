namespace Lookout.Vision.Preprocess;

/// <summary>How a picture is made the size of a tensor.</summary>
internal enum Resize
{
    /// <summary>The mean of all that a target pixel covers: nothing aliases. Enlarging it is <see cref="Bilinear"/>.</summary>
    Area,

    /// <summary>Between the four samples around a target pixel's centre, as most models were trained: quicker, but shrinking to less than half skips samples.</summary>
    Bilinear,
}
