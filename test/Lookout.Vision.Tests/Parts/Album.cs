namespace Lookout.Vision.Tests.Parts;

/// <summary>
/// Photographs of four tagged people and one astronaut. Who is who from the left is from the album's index.xml and a look at the pictures.
/// </summary>
internal static class Album
{
    /// <summary>Name, width, height, then the people whose faces look at the camera, from the left.</summary>
    public static readonly (string Name, int Width, int Height, string[] People)[] Portraits =
    [
        ("jesper.jpg", 800, 532, ["Jesper"]),
        ("jesper_2.jpg", 800, 532, ["Jesper"]),
        ("bar55.jpg", 800, 600, ["Anne Helene", "Jesper"]),
        ("bar55_2.jpg", 800, 600, ["Anne Helene", "Jesper"]),
        ("qt-logo.jpg", 800, 542, ["Wayne", "Jesper", "Jim"]),
        ("anne_helene.jpg", 400, 600, ["Anne Helene"]),
        ("astronaut.png", 512, 512, ["Eileen"]),
    ];

    public static Picture Open(string name)
    {
        (_, int width, int height, _) = Portraits.Single(portrait => portrait.Name == name);
        return Picture.FromClip(Cache.Photograph(name), 0, width, height);
    }
}
