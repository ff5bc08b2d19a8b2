using Lookout.Vision.Tracking;

namespace Lookout.Vision.Tests.Tracking;

public sealed class AssignmentTests
{
    [Fact]
    public void Is_as_cheap_as_the_hungarian_method_on_2000_problems()
    {
        var random = new Random(1);
        var assignment = new Assignment();
        for (int problem = 0; problem < 2000; problem++)
        {
            int rows = random.Next(0, 13), columns = random.Next(0, 13);
            double limit = 0.2 + random.NextDouble(), density = random.NextDouble();
            var cost = new double[rows, columns];
            assignment.Begin(rows, columns, limit);
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                {
                    cost[r, c] = random.NextDouble() < density ? random.NextDouble() : 10;
                    assignment.Add(r, c, cost[r, c]);
                }
            }
            assignment.Solve();
            Assert.Equal(Cheapest(cost, limit), Price(assignment, cost, limit), 9);
        }
    }

    [Fact]
    public void Both_sides_tell_the_same()
    {
        var assignment = new Assignment();
        assignment.Begin(3, 2, 1);
        assignment.Add(0, 0, 0.5);
        assignment.Add(1, 0, 0.1);
        assignment.Add(1, 1, 0.2);
        assignment.Add(2, 1, 0.9);
        assignment.Solve();
        Assert.Equal([0, 1, -1], Enumerable.Range(0, 3).Select(assignment.ColumnOf));
        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(assignment.RowOf));
    }

    [Fact]
    public void Pair_at_the_limit_is_none()
    {
        var assignment = new Assignment();
        assignment.Begin(1, 1, 0.5);
        assignment.Add(0, 0, 0.5);
        assignment.Add(0, 0, double.NaN);
        assignment.Solve();
        Assert.Equal(-1, assignment.ColumnOf(0));
    }

    private static double Price(Assignment assignment, double[,] cost, double limit)
    {
        double price = 0;
        int matched = 0;
        for (int r = 0; r < cost.GetLength(0); r++)
        {
            if (assignment.ColumnOf(r) is not (>= 0 and int column)) continue;
            Assert.Equal(r, assignment.RowOf(column));
            price += cost[r, column];
            matched++;
        }
        return price + limit / 2 * (cost.Length == 0 ? 0 : cost.GetLength(0) + cost.GetLength(1) - 2 * matched);
    }

    private static double Cheapest(double[,] cost, double limit)
    {
        if (cost.Length == 0) return 0;
        int rows = cost.GetLength(0), columns = cost.GetLength(1), size = rows + columns;
        var square = new double[size, size];
        for (int r = 0; r < size; r++)
        {
            for (int c = 0; c < size; c++)
                square[r, c] = r < rows && c < columns ? cost[r, c] : r < rows || c < columns ? limit / 2 : 0;
        }
        return Hungarian.Solve(square).Select((column, row) => square[row, column]).Sum();
    }
}
