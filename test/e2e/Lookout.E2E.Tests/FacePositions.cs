using System.Text.Json;
using Lookout.E2E.Harness;
using Lookout.E2E.Harness.Media;

namespace Lookout.E2E.Tests;

/// <summary>test/e2e/face-positions.json: where a person saw the face in demo-face.mp4 at three moments.</summary>
/// <param name="FramesPerSecond">Of the clip.</param>
/// <param name="Positions">The moments.</param>
public sealed record FacePositions(int FramesPerSecond, IReadOnlyList<FacePosition> Positions)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the file.</summary>
    public static FacePositions Read() => JsonSerializer.Deserialize<FacePositions>(File.ReadAllText(Repository.FacePositions), Web)!;
}

/// <summary>One moment.</summary>
/// <param name="Frame">Index of the clip's frame.</param>
/// <param name="Box">Left, top, width, height in shares of the picture.</param>
public sealed record FacePosition(int Frame, double[] Box)
{
    /// <summary>Where the face is.</summary>
    public Box Face => new(Box[0], Box[1], Box[2], Box[3]);
}
