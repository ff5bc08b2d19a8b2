using Lookout.Bench;
using Lookout.E2E.Harness.Browser;

// bench [start|join|latency|viewers|memory|preprocess]...: all of them without an argument; bench chain: alone, a report of its own.
// A missed target is printed, never an error.
string[] all = ["start", "join", "latency", "viewers", "memory", "preprocess"];
bool chain = args is ["chain"];
if (!chain && args.Except(all).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"no bench '{unknown}'; there are: {string.Join(' ', all)}, or chain alone");
    return 64;
}

Machine machine = Machine.Read();
var figures = new List<Figure>();
string preprocess = "";
IReadOnlyList<ChainLoad> loads = [];
if (chain)
{
    loads = await ChainLoadBench.RunAsync();
}
else
{
    await MeasureAsync(args.Length == 0 ? all : args);
}

var report = new Report(chain ? "bench/run.sh chain" : $"make bench {string.Join(' ', args)}".TrimEnd(), DateTime.UtcNow, machine, figures, preprocess, loads);
report.Print(Console.Out);
Console.Error.WriteLine(report.Write(chain ? "chain.json" : "results.json"));
return 0;

async Task MeasureAsync(string[] parts)
{
    await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync();
    foreach (string part in parts)
    {
        Console.Error.WriteLine($"measuring: {part}");
        switch (part)
        {
            case "start": figures.AddRange(await StartBench.RunAsync(browser)); break;
            case "join": figures.AddRange(await JoinBench.RunAsync(browser)); break;
            case "latency": figures.AddRange(await LatencyBench.RunAsync(browser)); break;
            case "viewers": figures.AddRange(await ViewerCostBench.RunAsync()); break;
            case "memory": figures.AddRange(await MemoryBench.RunAsync()); break;
            case "preprocess": preprocess = await PreprocessBench.RunAsync(); break;
        }
    }
}
