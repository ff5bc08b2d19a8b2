using Lookout.CameraService.Identity.Matching;

namespace Lookout.CameraService.Tests.Identity.Matching;

public sealed class AssignmentTests
{
    [Fact]
    public void Sum_is_the_largest_there_is()
    {
        var random = new Random(41);
        var assignment = new Assignment();
        for (int round = 0; round < 2000; round++)
        {
            int rows = random.Next(0, 6), columns = random.Next(0, 6);
            float[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(3) == 0 ? 0 : (float)random.NextDouble() * 6)];
            var chosen = new int[rows];
            assignment.Solve(values, rows, columns, chosen);
            Assert.Equal(chosen.Count(column => column >= 0), chosen.Where(column => column >= 0).Distinct().Count());
            float sum = 0;
            for (int row = 0; row < rows; row++)
            {
                if (chosen[row] < 0) continue;
                Assert.True(values[row * columns + chosen[row]] > 0, "a pair without a value was made");
                sum += values[row * columns + chosen[row]];
            }

            Assert.Equal(Best(values, columns, 0, rows, 0), sum, 0.001f);
        }
    }

    [Fact]
    public void Greedy_would_be_wrong_here()
    {
        var chosen = new int[2];
        new Assignment().Solve([5, 4, 4, 0], 2, 2, chosen); // 5 + nothing is less than 4 + 4
        Assert.Equal([1, 0], chosen);
    }

    [Fact]
    public void Many_rows_and_columns_end()
    {
        var random = new Random(7);
        float[] values = [.. Enumerable.Range(0, 256 * 100).Select(_ => (float)random.NextDouble())];
        var chosen = new int[256];
        new Assignment().Solve(values, 256, 100, chosen);
        Assert.Equal(100, chosen.Count(column => column >= 0));
    }

    private static float Best(float[] values, int columns, int row, int rows, int taken)
    {
        if (row == rows) return 0;
        float best = Best(values, columns, row + 1, rows, taken);
        for (int column = 0; column < columns; column++)
        {
            float value = values[row * columns + column];
            if (value > 0 && (taken & (1 << column)) == 0) best = Math.Max(best, value + Best(values, columns, row + 1, rows, taken | (1 << column)));
        }

        return best;
    }
}
