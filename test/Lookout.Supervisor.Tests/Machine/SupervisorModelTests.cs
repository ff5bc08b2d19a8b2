using Lookout.Supervisor.Machine;

namespace Lookout.Supervisor.Tests.Machine;

/// <summary>
/// The machine in a simulated world of badly behaved processes: whatever they do and whenever the stop comes, the run ends
/// within its budget and leaves no process behind (reliability.md section 2: "model-checked event sequences").
/// </summary>
public sealed class SupervisorModelTests
{
    private const int Runs = 4_000;

    [Fact]
    public void Stop_at_any_point_ends_within_budget_with_no_child_left()
    {
        var random = new Random(71);
        int running = 0, restarting = 0;
        for (int run = 0; run < Runs; run++)
        {
            var world = new World(random.Next());
            double stopAt = random.NextDouble() * random.Next(1, 200);
            world.RunFor(stopAt);
            if (world.IsOver) continue; // it ended by itself; World has checked how
            if (world.Machine.State == SupervisorState.Running) running++;
            if (world.Machine.State == SupervisorState.Restarting) restarting++;
            SupervisorState state = world.Machine.State;
            double asked = world.Now;
            world.Feed(new StopRequested());
            if (random.Next(4) == 0) world.StopAgainAt(world.Now + random.NextDouble() * 5);
            world.RunFor(20);
            Assert.True(world.IsOver, $"run {run}: still {world.Machine.State}");
            Assert.Equal(state == SupervisorState.Stopping ? world.ExitCode : 0, world.ExitCode);
            Assert.InRange(world.EndedAt - asked, 0, 5);
        }
        Assert.True(running > Runs / 20 && restarting > Runs / 40, $"{running} runs were stopped while running, {restarting} while restarting");
    }

    [Fact]
    public void Run_left_alone_ends_only_for_a_reason()
    {
        var random = new Random(72);
        var codes = new HashSet<int>();
        for (int run = 0; run < 300; run++)
        {
            var world = new World(random.Next());
            world.RunFor(1_000);
            if (world.IsOver) codes.Add(world.ExitCode);
        }
        Assert.Subset(new HashSet<int> { 69, 70, 71 }, codes);
        Assert.Contains(70, codes);
    }
}
