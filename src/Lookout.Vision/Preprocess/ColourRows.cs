namespace Lookout.Vision.Preprocess;

/// <summary>A row of each colour, equally long.</summary>
internal readonly ref struct ColourRows
{
    public ColourRows(Span<float> red, Span<float> green, Span<float> blue)
    {
        if (green.Length != red.Length || blue.Length != red.Length) throw new ArgumentException("The rows are not equally long.");
        Red = red;
        Green = green;
        Blue = blue;
    }

    public Span<float> Red { get; }
    public Span<float> Green { get; }
    public Span<float> Blue { get; }

    public int Length => Red.Length;

    public ColourRows this[Range range] => new(Red[range], Green[range], Blue[range]);

    public void CopyTo(in ColourRows other)
    {
        Red.CopyTo(other.Red);
        Green.CopyTo(other.Green);
        Blue.CopyTo(other.Blue);
    }
}
