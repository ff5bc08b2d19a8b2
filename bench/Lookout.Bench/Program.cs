using Lookout.Bench;
using Lookout.E2E.Harness.Browser;

// bench [start|join|latency|viewers|memory|preprocess]...: all of them without an argument. A missed target is printed, never an error.
string[] all = ["start", "join", "latency", "viewers", "memory", "preprocess"];
if (args.Except(all).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"no bench '{unknown}'; there are: {string.Join(' ', all)}");
    return 64;
}

Machine machine = Machine.Read();
var figures = new List<Figure>();
string preprocess = "";
await using ChromiumBrowser browser = await ChromiumBrowser.StartAsync();
foreach (string part in args.Length == 0 ? all : args)
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

var report = new Report($"make bench {string.Join(' ', args)}".TrimEnd(), DateTime.UtcNow, machine, figures, preprocess);
report.Print(Console.Out);
Console.Error.WriteLine(report.Write());
return 0;
