namespace Lookout.Vision.Tests.Preprocess;

/// <summary>Landscape, portrait, square, odd, tiny and extreme sizes, in all layouts, with and without padded rows.</summary>
public class PictureSizes : TheoryData<int, int, YuvLayout, int>
{
    private static readonly (int Width, int Height)[] Sizes =
    [
        (1280, 720), (720, 1280), (1920, 1080), (640, 480), (480, 640), (256, 256), (512, 512), (321, 241), (1279, 719),
        (160, 120), (31, 17), (17, 33), (2, 2), (1, 1), (1, 40), (1500, 3), (3, 700), (8192, 40),
    ];

    public PictureSizes() : this(Enum.GetValues<YuvLayout>())
    {
    }

    protected PictureSizes(IEnumerable<YuvLayout> layouts)
    {
        foreach (YuvLayout layout in layouts)
        {
            foreach ((int width, int height) in Sizes)
            {
                Add(width, height, layout, 0);
                Add(width, height, layout, 13);
            }
        }
    }
}
