namespace Lookout.Vision.Preprocess;

/// <summary>The three colours of a tensor, each with its own mean and scale. Colours outside the RGB cube are clipped to it.</summary>
internal readonly struct Colours
{
    public readonly ColourChannel Red, Green, Blue;

    /// <param name="format">Of the tensor.</param>
    /// <param name="unit">What one of the numbers that Y, U and V come as is, in 0..255.</param>
    public Colours(TensorFormat format, float unit = 1)
    {
        int red = format.IsBgr ? 2 : 0;
        Red = ColourChannel.Red(format.Mean[red], format.Scale[red], unit);
        Green = ColourChannel.Green(format.Mean[1], format.Scale[1], unit);
        Blue = ColourChannel.Blue(format.Mean[2 - red], format.Scale[2 - red], unit);
    }
}
